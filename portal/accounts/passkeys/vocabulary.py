"""What a challenge is for."""

from __future__ import annotations

from enum import StrEnum


class Use(StrEnum):
    ADD = "add"
    ANSWER = "answer"
