"""How a service says no."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A service refuses a command: which field is wrong, and how to mend it.

    `field` is the name of the form's field, or empty when the whole form is meant.
    """

    def __init__(self, field: str, message: Any) -> None:
        super().__init__(str(message))
        self.field = field
        self.message = message


class EditedMeanwhile(Exception):
    """Two people edited one record; `lines` are (label, theirs, mine) to show side by side."""

    def __init__(self, lines: list[tuple[str, str, str]], saved_by: str, saved_when: str, version: int) -> None:
        super().__init__("edited meanwhile")
        self.lines = lines
        self.saved_by = saved_by
        self.saved_when = saved_when
        self.version = version
