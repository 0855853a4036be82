"""Whom a backup is encrypted for, and who opens it: keys of age (https://age-encryption.org), or of SSH."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyrage


class KeyUnreadable(RuntimeError):
    """What was given is no such key; the message says what, and never shows a secret one."""


def recipients(texts: Iterable[str]) -> list[Any]:
    """Public keys from their texts, empty ones left out. KeyUnreadable names the first that is none."""
    return [recipient(text.strip()) for text in texts if text.strip()]


def recipient(text: str) -> Any:
    kind = pyrage.ssh.Recipient if text.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(text)
    except pyrage.RecipientError as problem:
        raise KeyUnreadable(f"{text!r} is no public key: give one that begins with age1 or ssh-ed25519.") from problem


def identities(path: Path) -> list[Any]:
    """The secret keys of a file as age-keygen or ssh-keygen writes it: at least one, or KeyUnreadable."""
    try:
        content = path.read_bytes()
        if content.startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as problem:
        raise KeyUnreadable(f"{path} holds no secret key that can be read: age-keygen makes such files.") from problem
    if not found:
        raise KeyUnreadable(f"{path} holds no secret key: age-keygen makes such files.")
    return found
