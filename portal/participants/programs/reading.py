"""One table of a rule file, read key by key: wrong types, unknown words and keys that nobody reads are named.

A message always says the file, the key and what would be right, because court staff edit these files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import TypeVar

from portal.participants.programs.sentences import Worded

Json = str | int | float | bool | list["Json"] | dict[str, "Json"]
W = TypeVar("W", bound=Worded)


class RulesUnreadable(ValueError):
    """A rule file can't be used. `file` and `key` say where, `why` what would be right."""

    def __init__(self, file: str, key: str, why: str) -> None:
        super().__init__(f"{file}: {key}: {why}" if key else f"{file}: {why}")
        self.file, self.key, self.why = file, key, why


class Table:
    """The values under one heading. `close()` refuses keys that were not asked for."""

    def __init__(self, values: Mapping[str, Json], file: str, path: str) -> None:
        self.values, self.file, self.path = values, file, path
        self._read: set[str] = set()

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, why: str) -> RulesUnreadable:
        return RulesUnreadable(self.file, self.where(key), why)

    def has(self, key: str) -> bool:
        return key in self.values

    def take(self, key: str) -> Json:
        """The raw value. Raises when it is missing."""
        self._read.add(key)
        if key not in self.values:
            raise self.wrong(key, "is missing")
        return self.values[key]

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        value = self.take(key)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(key, "must be a text in quotation marks")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        if not self.has(key):
            return default
        value = self.take(key)
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false")
        return value

    def whole(self, key: str, least: int = 0, most: int = 100_000) -> int:
        return self._bounded(key, self.take(key), least, most)

    def whole_or_none(self, key: str, least: int = 1) -> int | None:
        return self.whole(key, least) if self.has(key) else None

    def pair(self, key: str) -> tuple[int, int] | None:
        """A range like [6, 10], or None when the key is absent."""
        if not self.has(key):
            return None
        value = self.take(key)
        if not isinstance(value, list) or len(value) != 2:
            raise self.wrong(key, "must be a range of two whole numbers, like [6, 10]")
        least, most = (self._bounded(key, part, 0, 100_000) for part in value)
        if least > most:
            raise self.wrong(key, "must name the smaller number first")
        return least, most

    def hour(self, key: str) -> time:
        value = self.take(key)
        try:
            return time.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise self.wrong(key, "must be a time of day, like 21:00:00") from None

    def choice(self, key: str, words: type[W], default: W | None = None) -> W:
        if default is not None and not self.has(key):
            return default
        return self.word(key, self.take(key), words)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent means empty."""
        if not self.has(key):
            return ()
        value = self.take(key)
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.wrong(key, "must be a list of texts")
        return tuple(str(part) for part in value)

    def choices(self, key: str, words: type[W]) -> tuple[W, ...]:
        """A list of words of one vocabulary; absent means empty."""
        return tuple(self.word(key, part, words) for part in self.texts(key))

    def word(self, key: str, value: Json, words: type[W]) -> W:
        if isinstance(value, str) and value in {word.value for word in words}:
            return words(value)
        raise self.wrong(key, f"must be one of {', '.join(word.value for word in words)}; it is {value!r}")

    def below(self, key: str) -> Table:
        """The table under a key. Raises when it is missing or no table."""
        value = self.take(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "must be a table")
        return Table(value, self.file, self.where(key))

    def each(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables under a key, with their names; absent means none."""
        if not self.has(key):
            return
        inner = self.below(key)
        for name in inner.values:
            yield name, inner.below(name)

    def rows(self, key: str) -> list[Table]:
        """The rows written as [[key]], each named by its own key for messages; absent means none."""
        value = self.take(key) if self.has(key) else []
        if not isinstance(value, list):
            raise self.wrong(key, f"must be written as [[{key}]]")
        rows: list[Table] = []
        for number, row in enumerate(value, start=1):
            if not isinstance(row, dict):
                raise self.wrong(key, f"must be written as [[{key}]]")
            rows.append(Table(row, self.file, f"{self.where(key)}[{row.get('key', number)}]"))
        return rows

    def close(self) -> None:
        for key in self.values:
            if key not in self._read:
                raise self.wrong(key, "is not a setting; known here: " + (", ".join(sorted(self._read)) or "nothing"))

    def _bounded(self, key: str, value: Json, least: int, most: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.wrong(key, f"must be a whole number from {least} to {most}; it is {value!r}")
        return value
