"""What pages and reports say of an agency outside: "Cedar House, by link, Dec 1", and its answers in few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from portal.casework.outside.models import OutsideAnswer, OutsideLink, OutsideRequest
from portal.casework.outside.vocabulary import (
    QUESTIONS,
    Channel,
    Conduct,
    Ended,
    NextStep,
    Place,
    Rules,
    Section,
)
from portal.web.dates import short_day


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: where it is from, and what it says, question by question."""

    heading: str
    section: str
    said: tuple[tuple[str, str], ...]
    line: str
    told_by: str
    answer: OutsideAnswer

    @property
    def sentence(self) -> str:
        """All of it in one paragraph, as a report has it."""
        parts = [f"{label}: {word.lower()}" for label, word in self.said]
        text = "; ".join(parts) + "."
        return f"{text} “{self.line}”" if self.line else text


def provenance(agency: str, answer: OutsideAnswer) -> str:
    """ "Cedar House, by link, Dec 1"."""
    channel = Channel(answer.channel).label
    return _("%(agency)s, %(channel)s, %(day)s", agency=agency, channel=channel, day=short_day(answer.told_on))


def told(agency: str, answer: OutsideAnswer) -> Told:
    """What was not answered is left out."""
    section = Section(answer.section)
    words = (Place(answer.place), Conduct(answer.conduct), Rules(answer.rules), NextStep(answer.next_step))
    said = tuple(
        (str(label), word.label)
        for label, word in zip(QUESTIONS[section].said, words, strict=True)
        if word.value != Conduct.NOT_SAID.value
    )
    return Told(provenance(agency, answer), section.label, said, answer.line, answer.told_by, answer)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One request in a list: the agency, the state as a tag, the answer once there is one."""

    asked: OutsideRequest
    agency: str
    tag: str
    words: str
    open: bool
    answered: bool
    answer: Told | None


def asked_line(
    asked: OutsideRequest, agency: str, link: OutsideLink | None, answer: Told | None, may_tell: bool, at: datetime
) -> AskedLine:
    """`may_tell`: the paper of the request still opens what would be told. Why a link is closed is not said."""
    if link is not None and link.open_at(at) and may_tell:
        return AskedLine(asked, agency, "wait", _("Waits for an answer"), True, False, answer)
    if link is not None and link.ended_how == Ended.ANSWERED:
        return AskedLine(asked, agency, "done", Ended.ANSWERED.label, False, True, answer)
    if link is not None and link.ended_how:
        return AskedLine(asked, agency, "open", Ended(link.ended_how).label, False, False, answer)
    return AskedLine(asked, agency, "late", _("Closed, not answered"), False, False, answer)
