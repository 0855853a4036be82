"""How tests and sober days are shown: tags of results, counts, the strip of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from flask_babel import gettext, ngettext
from markupsafe import Markup

from portal.compliance.drug_tests.day_strip import DayFact, day_strip_facts
from portal.compliance.drug_tests.models import DrugTest, DrugTestDetail
from portal.compliance.drug_tests.queries import as_facts
from portal.compliance.drug_tests.results import FindingFact
from portal.compliance.drug_tests.sobriety import SoberDays
from portal.compliance.drug_tests.tally import DrugTestTally
from portal.compliance.drug_tests.vocabulary import Counting, DrugTestReason, Matrix, ResultCode, Sobriety
from portal.compliance.programs import InProgram
from portal.compliance.sources import StripPart
from portal.web.dates import day
from portal.web.strip import DayStrip, SampleDay, SampleMark, SoberStretch
from portal.web.tags import tag

DAYS = 90

KINDS = {
    ResultCode.NEG: "done",
    ResultCode.PRES: "done",
    ResultCode.PRESUMPT: "wait",
    ResultCode.POS_CONF: "late",
    ResultCode.POS_ADMIT: "late",
    ResultCode.POS_RESIDUAL: "part",
    ResultCode.DILUTE: "due",
    ResultCode.SUBST: "late",
    ResultCode.ADULT: "late",
    ResultCode.REFUSED: "late",
    ResultCode.NOSHOW: "due",
    ResultCode.EXCUSED: "open",
    ResultCode.UNABLE: "due",
    ResultCode.INVALID: "plain",
    ResultCode.LAB_ERR: "plain",
    ResultCode.CANCELLED: "plain",
}
MARKS = {
    Counting.NEGATIVE: SampleMark.NEGATIVE,
    Counting.POSITIVE: SampleMark.POSITIVE,
    Counting.PENDING: SampleMark.PENDING,
    Counting.PRIOR_USE: SampleMark.PRIOR_USE,
    Counting.DILUTE: SampleMark.DILUTE,
    Counting.TAMPERED: SampleMark.ALTERED,
    Counting.DECLINED: SampleMark.DECLINED,
    Counting.MISSED: SampleMark.MISSED,
    Counting.EXCUSED: SampleMark.EXCUSED,
    Counting.NO_SAMPLE: SampleMark.NO_SAMPLE,
}
"""What is void (to be repeated, cancelled) does not stand on the strip."""


def result_tag(code: str) -> Markup:
    """A result as its tag."""
    word = ResultCode(code)
    return tag(KINDS[word], word.label)


def note_of(code: ResultCode) -> str:
    """What is added in words to a mark on the strip."""
    if code is ResultCode.POS_ADMIT:
        return gettext("participant agrees")
    return gettext("as prescribed") if code is ResultCode.PRES else ""


def sober_words(sober: SoberDays) -> tuple[str, str]:
    """ "31 days" and "to Tue Nov 17": figures of days always carry how far they are verified."""
    days = ngettext("%(num)d day", "%(num)d days", sober.verified_days)
    if sober.verified_to_on is None:
        return days, gettext("no test has verified any yet")
    small = gettext("to %(day)s", day=day(sober.verified_to_on, sober.as_of))
    return days, small + (gettext(", provisional") if sober.provisional else "")


def strip_of(
    program: InProgram, tests: Sequence[DrugTest], findings: Sequence[FindingFact], part: StripPart, as_of: date
) -> DayStrip:
    """The last 90 days as this reader may know them."""
    start = as_of - timedelta(days=DAYS - 1)
    held = [one for one in tests if one.superseded_at is None and start <= one.collected_on <= as_of]
    facts = day_strip_facts(as_facts(tests), as_of, program.enrollment.started_on, program.rules, findings, days=DAYS)
    return DayStrip(
        start=start,
        end=as_of,
        samples=tuple(sample for one in held if (sample := sample_of(program, one)) is not None),
        sessions=part.sessions,
        hearings=part.hearings,
        stretches=stretches(facts) if any(one.superseded_at is None for one in tests) else (),
    )


def sample_of(program: InProgram, test: DrugTest) -> SampleDay | None:
    code = ResultCode(test.code)
    mark = MARKS.get(program.rules.tests.rule(code).counts_as)
    return SampleDay(test.collected_on, mark, note_of(code)) if mark is not None else None


def stretches(facts: Iterable[DayFact]) -> tuple[SoberStretch, ...]:
    """Days in a row of one state become one stretch; days that no test reaches are none."""
    found = []
    for sober, run in groupby(facts, key=lambda fact: fact.sober):
        days = list(run)
        if sober is not Sobriety.NONE:
            found.append(SoberStretch(days[0].on, days[-1].on, verified=sober is Sobriety.VERIFIED))
    return tuple(found)


def figures(tally: DrugTestTally) -> list[tuple[str, str]]:
    """The counts of a period: selected, collected, and every heading that occurs; negative and positive always."""
    shown = [
        (gettext("Selected"), str(tally.selected)),
        (gettext("Collected"), str(tally.collected)),
        (gettext("Negative"), str(tally.count(Counting.NEGATIVE))),
        (gettext("Positive"), str(tally.count(Counting.POSITIVE))),
    ]
    always = (Counting.NEGATIVE, Counting.POSITIVE)
    rest = [(heading.label.capitalize(), str(n)) for heading, n in tally.by.items() if n and heading not in always]
    return shown + rest


def result_label(code: str) -> str:
    return ResultCode(code).label


def reason_label(reason: str) -> str:
    return DrugTestReason(reason).label


def sample_words(detail: DrugTestDetail) -> str:
    """How the sample was taken, in one line, for those who may read it."""
    parts = [Matrix(detail.matrix).label]
    if detail.observed is not None:
        parts.append(gettext("observed") if detail.observed else gettext("not observed"))
    if detail.temperature_f is not None:
        parts.append(f"{detail.temperature_f.normalize():f} °F")
    return ", ".join([*parts, *(text for text in (detail.remarks, detail.analytes, detail.levels) if text)])
