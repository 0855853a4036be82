"""The content of a report: one spelling, one hash, nothing lost on the way to the file and back."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.court.reports.canonical import NotCanonical
from portal.court.reports.content import (
    LONG_NOTICE,
    Provenance,
    ReportContent,
    Statement,
    content_hash,
    from_json,
    provenance_of,
    to_json,
)
from tests.pdf import samples

CONTENTS = {"rich": samples.rich(), "poor": samples.poor(), "long": samples.long()}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_json_gives_back_the_same_content(content: ReportContent) -> None:
    assert from_json(to_json(content)) == content


def test_spelling_is_canonical() -> None:
    text = to_json(samples.rich())
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert to_json(from_json(text)) == text


def test_one_moment_in_two_zones_has_one_hash() -> None:
    content = samples.rich()
    elsewhere = content.header.as_of.astimezone(timezone(timedelta(hours=-6)))
    moved = replace(content, header=replace(content.header, as_of=elsewhere))
    assert content_hash(moved) == content_hash(content)


@given(st.text(max_size=40))
def test_any_words_survive_and_change_the_hash(words: str) -> None:
    content = samples.poor()
    said = replace(content, own_statement=(Statement(provenance=samples.origin("E"), text=words),))
    assert from_json(to_json(said)) == said
    assert content_hash(said) != content_hash(content)


def test_each_field_is_part_of_the_hash() -> None:
    """Emptying any section of the full report gives another hash."""
    full, empty = samples.rich(), samples.poor()
    hashes = set()
    for field in fields(ReportContent):
        if getattr(full, field.name) != getattr(empty, field.name):
            hashes.add(content_hash(replace(full, **{field.name: getattr(empty, field.name)})))
    assert len(hashes) > 25
    assert content_hash(full) not in hashes


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"surprise": 1}, "unknown field surprise"),
        ({"header": None}, "header: not an object"),
        ({"layout": "1"}, "layout: not int"),
        ({"summary": "words"}, "summary: not a list"),
        ({"milestones": [{"state": "done"}]}, "field need is missing"),
    ],
)
def test_anything_else_is_refused_with_its_place(change: dict[str, object], says: str) -> None:
    raw = json.loads(to_json(samples.poor())) | change
    with pytest.raises(NotCanonical, match=says):
        from_json(json.dumps(raw))


@pytest.mark.parametrize("text", ["", "[]", "null", "{"])
def test_no_report_is_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        from_json(text)


def test_a_moment_without_zone_is_refused_both_ways() -> None:
    content = samples.poor()
    naive = datetime(2026, 11, 18, 15, 5, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(TypeError, match="time zone"):
        to_json(replace(content, header=replace(content.header, as_of=naive)))
    with pytest.raises(NotCanonical, match="time zone"):
        from_json(to_json(content).replace("2026-11-18T21:05:00Z", "2026-11-18T21:05:00"))


def test_older_content_without_a_newer_field_is_still_read() -> None:
    raw = json.loads(to_json(samples.poor()))
    del raw["disputes"]
    assert from_json(json.dumps(raw)) == samples.poor()


def test_empty_sections_are_empty() -> None:
    content = samples.poor()
    said = {field.name for field in fields(content) if getattr(content, field.name) not in ((), None)}
    assert said == {"header", "notice", "language", "layout"}


def test_provenance_names_every_record_once() -> None:
    found = provenance_of(samples.rich())
    assert {source.letter for source in found} == set("ABCDE")
    assert len(found) == len(set(found))
    (of_clinic,) = (source for source in found if source.letter == "A")
    assert of_clinic == Provenance(
        letter="A",
        origin_agency_name="Harbor Recovery Center",
        table="attendance",
        record_id="0193-a-1",
        version=1,
        instrument_id="0192-consent",
    )


def test_marks_name_all_sources_of_a_line() -> None:
    assert samples.strip().marks == "A, D, E"


def test_notice_is_the_regulation_word_for_word() -> None:
    """42 CFR 2.32(a)(1), as amended in 2024: its start, its end, and its length tell any slip."""
    assert LONG_NOTICE.startswith("This record which has been disclosed to you is protected by Federal confidentiality")
    assert LONG_NOTICE.endswith("written consent to further use or redisclose the record (see 42 CFR 2.31).")
    assert len(LONG_NOTICE) == 1325
    assert LONG_NOTICE.count("42 CFR") == 5
