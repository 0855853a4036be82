"""What a court's team agreement makes of time: one version, or the product's own matrix, at each moment (R43)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.clock import BEGINNING, END
from portal.consent.grants.ceilings import Version, ceiling_rows, in_turn, matrices_of
from portal.consent.grants.spans import Span
from portal.consent.register import CROSS_AGENCY, register
from portal.gate.vocabulary import Category
from portal.ids import NIL, key_of

COURT = key_of("court of the tests")
TESTS = Category.DRUG_TEST.bit
NOTES = Category.COUNSELING_NOTE.bit


def noon(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=UTC)


def version(start: datetime, end: datetime | None = None) -> Version:
    return Version(start, end, {CROSS_AGENCY: {"judge": TESTS | NOTES}})


@pytest.mark.parametrize(
    ("versions", "turns"),
    [
        ([], [(BEGINNING, END, None)]),
        ([version(noon(1))], [(BEGINNING, noon(1), None), (noon(1), END, 0)]),
        ([version(noon(1), noon(2))], [(BEGINNING, noon(1), None), (noon(1), noon(2), 0), (noon(2), END, None)]),
        ([version(BEGINNING)], [(BEGINNING, END, 0)]),
        # The later one, written first here, ends the earlier one, which would have gone on.
        (
            [version(noon(3)), version(noon(1), noon(9))],
            [(BEGINNING, noon(1), None), (noon(1), noon(3), 1), (noon(3), END, 0)],
        ),
        (
            [version(noon(1), noon(2)), version(noon(3))],
            [(BEGINNING, noon(1), None), (noon(1), noon(2), 0), (noon(2), noon(3), None), (noon(3), END, 1)],
        ),
        (
            [version(noon(1), noon(2)), version(noon(2), noon(3))],
            [(BEGINNING, noon(1), None), (noon(1), noon(2), 0), (noon(2), noon(3), 1), (noon(3), END, None)],
        ),
        # Of two that begin at the same moment, the one named last holds.
        ([version(noon(1), noon(2)), version(noon(1))], [(BEGINNING, noon(1), None), (noon(1), END, 1)]),
    ],
)
def test_one_version_at_a_time(versions: list[Version], turns: list[tuple[datetime, datetime, int | None]]) -> None:
    expected = [(Span(start, end), None if which is None else versions[which]) for start, end, which in turns]
    assert list(in_turn(versions)) == expected


def test_a_version_replaces_the_matrices_of_which_it_speaks_and_no_other() -> None:
    """And counseling notes are never among what a role may see across agencies."""
    rows = list(ceiling_rows({COURT: [version(noon(1), noon(2))]}))
    across, team = matrices_of(COURT)
    spans = ((BEGINNING, noon(1)), (noon(1), noon(2)), (noon(2), END))
    wanted = []
    for matrix, own in ((across, register().cross_agency), (team, register().team)):
        for start, end in spans:
            lines = {"judge": TESTS} if (matrix, start) == (across, noon(1)) else own
            wanted += [(matrix, role, NIL, mask, start, end) for role, mask in sorted(lines.items())]
    assert [tuple(row.values()) for row in rows] == [one for one in wanted if one[3]]
    assert list(rows[0]) == ["matrix", "role", "agency_id", "categories", "starts_at", "ends_at"]


def test_beyond_the_product_a_version_opens_only_to_who_signed_it() -> None:
    """R43: an agency that joins later gets what both the product and the version allow."""
    wider, narrower = 1 << 40, register().cross_agency["judge"] & ~Category.ATTENDANCE.bit
    signed = Version(BEGINNING, None, {CROSS_AGENCY: {"judge": wider | narrower}}, frozenset({COURT}))
    across = [row for row in ceiling_rows({COURT: [signed]}) if row["matrix"] == matrices_of(COURT)[0]]
    assert {row["agency_id"]: row["categories"] for row in across if row["role"] == "judge"} == {
        NIL: narrower,
        COURT: wider | narrower,
    }


def test_of_several_programs_each_holds() -> None:
    """What one court's agreement withholds, another's, or the product, does not open."""
    other = key_of("another court")
    judge = register().cross_agency["judge"]
    first = Version(noon(1), None, {CROSS_AGENCY: {"judge": judge & ~Category.ATTENDANCE.bit}}, frozenset({COURT}))
    second = Version(noon(2), None, {CROSS_AGENCY: {"judge": judge & ~TESTS}}, frozenset({COURT, other}))
    attendance = Category.ATTENDANCE.bit
    for courts, gone in (((COURT, other), attendance | TESTS), ((COURT, NIL), attendance)):
        agreed = {COURT: [first], other: [second]}
        rows = list(ceiling_rows({court: agreed.get(court, ()) for court in courts}))
        across = [row for row in rows if row["matrix"] == matrices_of(*reversed(courts))[0] and row["role"] == "judge"]
        by_start = {row["starts_at"]: row["categories"] for row in across}
        assert by_start[BEGINNING] == judge
        assert by_start[noon(1)] == judge & ~attendance
        assert by_start[max(by_start)] == judge & ~gone


def test_each_court_has_two_matrices_of_its_own() -> None:
    assert len({*matrices_of(COURT), *matrices_of(key_of("another court"))}) == 4
