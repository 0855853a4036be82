"""Finds every condition of an SQL expression and writes the expression without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

OPERATOR = re.compile(r" (AND|OR) ")


@dataclass(frozen=True, slots=True)
class Mutant:
    """An expression that lacks one condition."""

    lacks: str
    sql: str


def mutants(sql: str) -> Iterator[Mutant]:
    """One for each operand of each AND and OR, at any depth. The texts are SQLAlchemy's: no BETWEEN, no CASE."""
    for start, end in regions(sql):
        for lacking, cut in cuts(sql, start, end):
            yield Mutant(sql[slice(*lacking)], sql[: cut[0]] + sql[cut[1] :])


def regions(sql: str) -> Iterator[tuple[int, int]]:
    """The whole text and the content of each pair of brackets; of a subquery its conditions."""
    yield 0, len(sql)
    opened: list[int] = []
    for place, letter in enumerate(sql):
        if letter == "(":
            opened.append(place + 1)
        elif letter == ")":
            start = opened.pop()
            where = top_level(sql, start, place, re.compile(r"\sWHERE\s"))
            yield (where[-1][1] if where else start), place


def top_level(sql: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a pattern stands in a region outside all brackets."""
    depth, found = 0, []
    for place in range(start, end):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        hit = pattern.match(sql, place, end) if depth == 0 else None
        if hit:
            found.append(hit.span())
    return found


def cuts(sql: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """For each operand its own span, and the span that goes with it when it is left out."""
    either = split(start, end, [one for one in top_level(sql, start, end, OPERATOR) if sql[slice(*one)] == " OR "])
    yield from without(either)
    for first, last in either:
        both = top_level(sql, first, last, OPERATOR)
        yield from without(split(first, last, both))


def split(start: int, end: int, operators: list[tuple[int, int]]) -> list[tuple[int, int]]:
    starts = [start, *(one[1] for one in operators)]
    return list(zip(starts, [*(one[0] for one in operators), end], strict=True))


def without(operands: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    if len(operands) > 1:
        yield operands[0], (operands[0][0], operands[1][0])
        for before, one in pairwise(operands):
            yield one, (before[1], one[1])
