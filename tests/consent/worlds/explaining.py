"""Says in words where a database and the rules disagree."""

from __future__ import annotations

from uuid import UUID

from portal.consent.rules.consents import first_failure
from portal.consent.rules.facts import Inquiry
from tests.consent.worlds.drawing import Drawing
from tests.consent.worlds.facts import asking


def explain(drawing: Drawing, number: int, given: set[UUID]) -> str:
    """The first record of a look on which they differ, what the rules say of it, and how far each consent gets."""
    look = drawing.looks[number]
    about = asking(drawing, look)
    for record in drawing.records:
        if record.created_at > look.at:
            continue
        facts = about.facts(record)
        decision = about.decide(record)
        if decision.permits == (record.id in given):
            continue
        lines = [
            f"world {drawing.seed}, look {number}: {'shown' if record.id in given else 'hidden'} against the rules",
            f"{look}",
            f"{record}",
            f"decision: {decision}",
        ]
        for consent in facts.consents:
            if consent.participant == facts.participant.id:
                failure = first_failure(consent, Inquiry(facts, look.at, facts.reader, facts.record.origin))
                lines.append(f"{consent.kind}: {failure}\n    {consent}")
        lines += [str(one) for one in facts.restrictions]
        return "\n".join(lines)
    return "they agree"
