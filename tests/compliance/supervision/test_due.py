"""When the next contact is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from portal.compliance.supervision.due import ContactFact, kept, next_contact, next_home_visit
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult
from portal.participants.programs.loading import builtin_rules

COURT = builtin_rules("treatment_court")
STARTED = date(2026, 10, 3)


def contact(
    on: date, result: ContactResult = ContactResult.KEPT, mode: ContactMode = ContactMode.OFFICE, key: str = ""
) -> ContactFact:
    known_at = datetime.combine(on, time(20), tzinfo=UTC)
    return ContactFact(key or f"{on}-{mode}", on, mode, result, known_at)


def test_it_follows_from_the_last_kept_contact_and_the_phase() -> None:
    held = [contact(date(2026, 11, 6)), contact(date(2026, 11, 13))]
    due = next_contact(COURT.phase("p3"), STARTED, held, date(2026, 11, 18))
    assert due is not None and due.due_on == date(2026, 11, 27) and due.days_late == 0
    assert str(due.said) == "Next contact due by Fri Nov 27."


def test_missed_contacts_and_attempts_do_not_move_it() -> None:
    held = [
        contact(date(2026, 11, 5)),
        contact(date(2026, 11, 12), ContactResult.MISSED),
        contact(date(2026, 11, 13), ContactResult.ATTEMPT, ContactMode.PHONE),
        contact(date(2026, 11, 14), ContactResult.KEPT, ContactMode.MESSAGE),
    ]
    due = next_contact(COURT.phase("p1"), STARTED, held, date(2026, 11, 16))
    assert due is not None and (due.due_on, due.days_late) == (date(2026, 11, 12), 4)
    assert (due.missed_since, due.attempts_since) == (1, 1)


def test_without_a_contact_it_counts_from_the_start_of_the_phase() -> None:
    due = next_contact(COURT.phase("p2"), STARTED, [], date(2026, 10, 5))
    assert due is not None and due.due_on == STARTED + timedelta(days=7)


def test_contacts_the_reader_may_not_see_are_not_late() -> None:
    due = next_contact(COURT.phase("p2"), STARTED, None, date(2026, 12, 24))
    assert due is not None and due.due_on is None and due.days_late == 0


def test_home_visits_have_their_own_interval_or_none() -> None:
    held = [contact(date(2026, 10, 10), mode=ContactMode.HOME), contact(date(2026, 11, 13))]
    visit = next_home_visit(COURT.phase("p4"), STARTED, held, date(2026, 11, 18))
    assert visit is not None and visit.due_on == date(2026, 11, 21)
    assert next_home_visit(COURT.phase("p5"), STARTED, held, date(2026, 11, 18)) is None


def test_a_correction_replaces_the_contact_and_later_knowledge_can_be_left_out() -> None:
    first = contact(date(2026, 11, 13), ContactResult.MISSED, key="c")
    corrected = ContactFact("c", first.on, first.mode, ContactResult.KEPT, first.known_at + timedelta(days=3))
    assert len(kept([corrected, first], STARTED, date(2026, 11, 18))) == 1
    assert kept([corrected, first], STARTED, date(2026, 11, 18), first.known_at) == ()


def test_contacts_of_the_day_and_of_the_very_moment_count_and_a_tie_has_one_answer() -> None:
    today = contact(date(2026, 11, 18))
    assert len(kept([today], STARTED, date(2026, 11, 18), today.known_at)) == 1
    assert kept([today], STARTED, date(2026, 11, 17)) == ()
    missed = ContactFact(today.contact_key, today.on, today.mode, ContactResult.MISSED, today.known_at)
    for both in ([today, missed], [missed, today]):
        assert kept(both, STARTED, date(2026, 11, 18)) == ()


def test_only_what_came_after_the_last_kept_contact_is_counted_since() -> None:
    day = date(2026, 11, 12)
    held = [contact(day), contact(day, ContactResult.MISSED, ContactMode.PHONE)]
    due = next_contact(COURT.phase("p1"), STARTED, held, date(2026, 11, 16))
    assert due is not None and due.missed_since == 0
    unknown = next_contact(COURT.phase("p1"), STARTED, None, date(2026, 11, 16))
    assert unknown is not None and (unknown.missed_since, unknown.attempts_since) == (0, 0)
