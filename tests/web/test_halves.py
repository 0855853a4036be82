"""Two columns of a report: in order, as even as whole sections can be, and flowing only where one is too tall."""

from __future__ import annotations

from markupsafe import Markup

from portal.web.halves import halves


def section(name: str, rows: int, text: str = "kept") -> Markup:
    row = Markup("<tr><th>{}</th><td>{}</td></tr>").format(name, text)
    return Markup("<section><h2>{}</h2><table>{}</table></section>").format(name, row * rows)


def names(part: Markup) -> list[str]:
    return [piece.split("</h2>")[0] for piece in part.split("<h2>")[1:]]


def test_the_order_stays_and_the_columns_are_even() -> None:
    left, right = halves(section("A", 8) + section("B", 2) + section("C", 3) + section("D", 4))
    assert (names(left), names(right)) == (["A", "B"], ["C", "D"])


def test_what_wraps_counts_as_its_lines() -> None:
    left, right = halves(section("A", 2, "word " * 40) + section("B", 5) + section("C", 5))
    assert (names(left), names(right)) == (["A"], ["B", "C"])


def test_a_table_of_months_flows_from_one_column_into_the_other() -> None:
    tall = section("A", 3) + section("B", 40)
    assert halves(tall) == (tall,)


def test_one_section_stands_alone() -> None:
    left, right = halves(section("A", 5))
    assert (names(left), right) == (["A"], "")
