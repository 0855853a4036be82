"""What is worth a second look before a form is signed; nothing here stops it (section 4, warnings)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext

from portal.consent.guided.answers import Answers
from portal.consent.instruments.vocabulary import ConsentKind

LONG = timedelta(days=731)


def second_looks(answers: Answers, today: date, on_team: set[str]) -> list[str]:
    """`on_team`: ids of the agencies that the reader knows to be on the team; empty when none is known."""
    said = []
    if answers.expires_on and date.fromisoformat(answers.expires_on) - today > LONG:
        said.append(gettext("It ends more than two years from now. Is a shorter time enough?"))
    outside = [one for one in answers.recipients if on_team and named_agency(one) and named_agency(one) not in on_team]
    if outside and answers.consent_kind == ConsentKind.CRIMINAL_JUSTICE:
        said.append(
            gettext("Somebody on this form is not on the team of the case. The court’s form opens nothing to them.")
        )
    return said


def named_agency(party: dict[str, Any]) -> str:
    return str(party.get("agency") or (party.get("id") if party["type"] == "agency" else "") or "")
