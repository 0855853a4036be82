"""Report contents to print: one rich, one with nothing in it, one long. All people are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from portal.court.reports.content import (
    Advancement,
    AttendanceRate,
    Author,
    Balance,
    DifferentView,
    Dispute,
    DrugTest,
    DrugTestCounts,
    DrugTestResult,
    Fact,
    Goal,
    Header,
    Milestone,
    MilestoneState,
    MissedSession,
    NextDate,
    Notice,
    Obligation,
    ObligationState,
    Phase,
    Provenance,
    Recommendation,
    Referral,
    ReportContent,
    Response,
    ResponseKind,
    ServiceAttendance,
    SessionMark,
    Signature,
    SoberDays,
    Sobriety,
    Source,
    Statement,
    Strip,
    StripDay,
)

FILED = datetime(2026, 11, 18, 21, 5, tzinfo=UTC)
AGENCIES = {
    "A": "Harbor Recovery Center",
    "B": "Bridgeway Case Management",
    "C": "Marlow County Probation",
    "D": "Keystone Collections",
    "E": "Marlow County Treatment Court",
}
SCOPE = (
    "The consent of Jul 20, 2026 lets Harbor Recovery Center tell the judge, judicial staff and the coordinator of "
    "Marlow County Treatment Court attendance, test results, level of care and progress in one line, to monitor "
    "case TC-2026-0147, through Jan 31, 2027."
)

OVERALL = (
    "Steady progress. Tests negative, 30 verified sober days reached on Mon Nov 16. One absence, Tue Nov 10, the first "
    "since Oct 15."
)


def origin(letter: str, record: str = "1") -> Provenance:
    return Provenance(
        letter=letter,
        origin_agency_name=AGENCIES[letter],
        table={"A": "attendance", "B": "case_fact", "C": "contact", "D": "drug_test", "E": "court_record"}[letter],
        record_id=f"0193-{letter.lower()}-{record}",
        version=1,
        instrument_id="0192-consent" if letter == "A" else None,
    )


def header(participant: str = "Xiomara Delgado-Pruitt", docket_number: str = "TC-2026-0147") -> Header:
    return Header(
        provenance=origin("E", "enrollment"),
        participant=participant,
        court="Marlow County Treatment Court",
        program="Adult treatment court, version 4",
        report_type="Progress report",
        recipient="the judge’s office",
        purpose=f"to monitor case {docket_number}",
        authors=(
            Author(name="Dana Whitfield", agency="Marlow County Treatment Court"),
            Author(name="Renata Kowal, LCSW", agency="Harbor Recovery Center"),
        ),
        version=1,
        period_from=date(2026, 11, 5),
        period_to=date(2026, 11, 18),
        as_of=FILED,
        time_zone="America/Chicago",
        born_on=date(1993, 4, 2),
        docket_number=docket_number,
        judge="Hon. Lorraine Abernathy",
        hearing_at=datetime(2026, 11, 19, 16, 10, tzinfo=UTC),
        occasion="status",
    )


def notice() -> Notice:
    return Notice(version="2.32-2024", scope=(SCOPE,))


def strip() -> Strip:
    """90 days with a test every third or fourth day, a missed one, a dilute one and a positive one."""
    first = date(2026, 8, 21)
    odd = {
        date(2026, 9, 12): DrugTestResult.MISSED,
        date(2026, 9, 26): DrugTestResult.DILUTE,
        date(2026, 10, 17): DrugTestResult.POSITIVE,
        date(2026, 11, 17): DrugTestResult.PENDING,
    }
    absences = {
        date(2026, 9, 10): SessionMark.MISSED,
        date(2026, 10, 13): SessionMark.MISSED,
        date(2026, 10, 15): SessionMark.MISSED,
        date(2026, 9, 24): SessionMark.EXCUSED,
        date(2026, 11, 12): SessionMark.EXCUSED,
        date(2026, 11, 10): SessionMark.QUESTION,
    }
    days = []
    for count in range(90):
        on = first + timedelta(days=count)
        tested = on in odd or count % 7 in (1, 4)
        met = on in absences or on.weekday() in (0, 3) or count % 9 == 2
        unverified = date(2026, 9, 12) <= on <= date(2026, 9, 15) or date(2026, 9, 26) <= on <= date(2026, 9, 28)
        sober = Sobriety.UNVERIFIED if unverified else Sobriety.VERIFIED
        days.append(
            StripDay(
                on=on,
                sober=Sobriety.NONE if on == date(2026, 10, 17) or on > date(2026, 11, 16) else sober,
                tests=(odd.get(on, DrugTestResult.NEGATIVE),) if tested else (),
                sessions=(absences.get(on, SessionMark.ATTENDED),) if met else (),
                hearing=on.weekday() == 3 and count % 14 == 6,
            )
        )
    return Strip(provenance=origin("D"), also=(origin("A"), origin("E")), days=tuple(days))


def rich(participant: str = "Xiomara Delgado-Pruitt", docket_number: str = "TC-2026-0147") -> ReportContent:
    """A full report, as in an ordinary week."""
    a, b, c, d, e = (origin(letter) for letter in "ABCDE")
    return ReportContent(
        header=header(participant, docket_number),
        notice=notice(),
        phase=Phase(provenance=e, name="2 of 5", day_in_phase=48, day_in_program=123),
        track=Fact(provenance=e, topic="Legal track", text="Post-plea"),
        level_of_care=Fact(provenance=a, topic="2.1", text="intensive outpatient"),
        next_advancement=Advancement(provenance=e, earliest_on=date(2027, 1, 1)),
        summary=(
            Statement(
                provenance=e,
                text=OVERALL,
            ),
        ),
        changes=(
            Statement(provenance=b, text="Moved into her own apartment. Asked for help with the bus after 9 PM."),
        ),
        recommendation=(
            Statement(
                provenance=e,
                text="Incentive, 30-day token. Keep phase 2. Next hearing Thu Dec 3.",
                by="Dana Whitfield for the team",
            ),
        ),
        attendance=(
            ServiceAttendance(
                provenance=a,
                service="Intensive outpatient group",
                scheduled=4,
                attended=3,
                excused=0,
                unexcused=0,
                question=1,
                missed=(MissedSession(on=date(2026, 11, 10)),),
                participation="Takes part",
            ),
            ServiceAttendance(
                provenance=a,
                service="Individual session",
                scheduled=2,
                attended=1,
                excused=1,
                unexcused=0,
                missed=(MissedSession(on=date(2026, 11, 12), reason="medical visit"),),
            ),
        ),
        attendance_rate=AttendanceRate(provenance=a, over="Phase to date", attended=14, counted=18, needed_percent=80),
        progress=(
            Fact(provenance=a, topic="Progress", text="On track, 2 of 4 goals met"),
            Fact(provenance=a, topic="Level of care", text="2.1, clinician recommends to keep it"),
            Fact(provenance=a, topic="Medication", text="Taken as prescribed: yes"),
            Fact(provenance=a, topic="In one line", text="Came back the next day; asked for a Saturday peer meeting."),
        ),
        test_counts=DrugTestCounts(provenance=d, selected=4, collected=4),
        tests=(
            DrugTest(provenance=d, on=date(2026, 11, 6), result=DrugTestResult.NEGATIVE, panel="10 panel, EtG"),
            DrugTest(provenance=d, on=date(2026, 11, 10), result=DrugTestResult.NEGATIVE, panel="10 panel"),
            DrugTest(provenance=d, on=date(2026, 11, 13), result=DrugTestResult.NEGATIVE, panel="10 panel, EtG"),
            DrugTest(
                provenance=d,
                on=date(2026, 11, 17),
                result=DrugTestResult.PENDING,
                panel="10 panel",
                provisional=True,
                note="laboratory answers by Fri Nov 20",
            ),
        ),
        sober=SoberDays(provenance=d, days=30, since=date(2026, 10, 18), through=date(2026, 11, 16)),
        strip=strip(),
        contacts=(
            Fact(provenance=c, topic="Office visits", text="1 of 1 kept, Mon Nov 16"),
            Fact(provenance=c, topic="Home visits", text="1, Wed Nov 11, no concern"),
        ),
        recovery_support=(Fact(provenance=b, topic="Peer support", text="2 meetings, proof seen"),),
        housing=(Fact(provenance=b, topic="Housing", text="moved into own apartment Sat Oct 24"),),
        work=(Fact(provenance=b, topic="Work", text="24 hours a week, unchanged"),),
        family=(Fact(provenance=b, topic="Family", text="sister helps with rides"),),
        goals=(
            Goal(
                provenance=b,
                goal="A driver’s license again",
                measure="written test passed",
                due_on=date(2027, 1, 15),
                state="booked for Dec 9",
            ),
        ),
        obligations=(
            Obligation(
                provenance=b,
                what="Bring proof of the medical visit",
                state=ObligationState.MET,
                ordered_on=date(2026, 11, 5),
                due_on=date(2026, 11, 19),
            ),
            Obligation(
                provenance=c,
                what="4 hours of community service",
                state=ObligationState.PARTLY,
                ordered_on=date(2026, 10, 22),
                due_on=date(2026, 11, 25),
                note="3 hours",
            ),
        ),
        responses=(
            Response(
                provenance=e,
                on=date(2026, 11, 5),
                behavior="14 days of negative tests",
                response="praise, called first",
                kind=ResponseKind.INCENTIVE,
                done=True,
            ),
            Response(provenance=e, also=(a,), on=date(2026, 11, 10), behavior="Absence from group, question open"),
        ),
        balance=Balance(provenance=e, incentives=5, sanctions=1, days=90),
        milestones=(
            Milestone(
                provenance=d, need="30 sober days, verified", state=MilestoneState.MET, evidence="Mon Nov 16; 8 tests"
            ),
            Milestone(provenance=b, need="Stable housing", state=MilestoneState.MET, evidence="lease seen Fri Oct 23"),
            Milestone(
                provenance=a,
                need="Attendance 80%",
                state=MilestoneState.CLOSE,
                evidence="78%, 14 of 18; reached Mon Nov 23 if the next 2 are attended",
            ),
            Milestone(
                provenance=e, need="90 days in phase", state=MilestoneState.UNDER_WAY, evidence="48; day 90 is Dec 31"
            ),
            Milestone(provenance=b, need="Two people who support recovery", state=MilestoneState.NOT_YET),
        ),
        barriers=(Fact(provenance=b, topic="Bus after 9 PM", text="no ride home from the evening group"),),
        referrals=(
            Referral(
                provenance=b, what="Transport help", outcome="accepted, starts Mon Nov 23", made_on=date(2026, 11, 9)
            ),
        ),
        recommendations=(
            Recommendation(provenance=a, by="Clinician", text="Keep level 2.1."),
            Recommendation(provenance=c, by="Supervision", text="Keep office visits weekly."),
            Recommendation(
                provenance=e,
                by="Team",
                text="30-day token; one-page letter on calling in, one step below the matrix.",
                views=(DifferentView(provenance=e, role="defense", text="praise alone"),),
            ),
        ),
        disputes=(
            Dispute(
                provenance=e, fact="Absence Tue Nov 10", says="was told that the group was moved", by="participant"
            ),
        ),
        own_statement=(Statement(provenance=e, text="“I should have called. I like having my own door key.”"),),
        next_dates=(
            NextDate(provenance=a, on=date(2026, 11, 23), at=datetime(2026, 11, 24, 0, 0, tzinfo=UTC), what="Group"),
            NextDate(provenance=c, on=date(2026, 11, 25), what="Service hours due"),
            NextDate(provenance=e, on=date(2026, 12, 3), what="Status hearing", proposed=True),
        ),
        signatures=(
            Signature(role="Coordinator", name="Dana Whitfield", signed_at=FILED),
            Signature(role="Received for the judge"),
        ),
        sources=(
            Source(
                letter="A",
                agency=AGENCIES["A"],
                author="Renata Kowal, LCSW",
                shown_under="consent of Jul 20, through Jan 31, 2027",
                submitted_at=datetime(2026, 11, 18, 17, 20, tzinfo=UTC),
            ),
            Source(
                letter="B",
                agency=AGENCIES["B"],
                author="Tomás Ibarra",
                shown_under="team agreement, version 4",
                submitted_at=datetime(2026, 11, 18, 15, 5, tzinfo=UTC),
            ),
            Source(
                letter="C",
                agency=AGENCIES["C"],
                author="Gwen Tallchief",
                shown_under="team agreement, version 4",
                submitted_at=datetime(2026, 11, 17, 22, 40, tzinfo=UTC),
            ),
            Source(letter="D", agency=AGENCIES["D"], shown_under="team agreement, version 4"),
            Source(
                letter="E",
                agency=AGENCIES["E"],
                author="Dana Whitfield",
                shown_under="the court’s own record",
                submitted_at=FILED,
            ),
        ),
    )


def ordinary() -> ReportContent:
    """As most weeks are: some parts say nothing, nobody disputes anything."""
    full = rich()
    return replace(
        full,
        school=(),
        family=(),
        goals=full.goals[:1],
        barriers=(),
        referrals=(),
        disputes=(),
        own_statement=(),
        recovery_support=(),
        obligations=full.obligations[:1],
        tests=tuple(replace(one, panel="10 panel, EtG") for one in full.tests[:3]),
        recommendations=(full.recommendations[0], replace(full.recommendations[2], views=())),
    )


def poor() -> ReportContent:
    """A report of which every section is empty."""
    return ReportContent(header=header("Jordan Meeks", "TC-2026-0188"), notice=notice())


def long() -> ReportContent:
    """A report over many pages: two months of tests, many services, obligations and statements."""
    full = rich("Maximiliana Featherstonehaugh-Oyelaran", "TC-2026-0102")
    attendance, test, response, obligation = full.attendance[0], full.tests[0], full.responses[0], full.obligations[1]
    text = (
        "Group moved twice because of the flood; she came to both, and to the make-up session on the Saturday after. "
        * 4
    )
    return replace(
        full,
        header=replace(full.header, version=2, correction="Test of Fri Oct 2 was another person’s; taken out."),
        attendance=tuple(replace(attendance, service=f"Service number {n} of the plan") for n in range(1, 15)),
        tests=tuple(replace(test, on=date(2026, 9, 1) + timedelta(days=n)) for n in range(40)),
        responses=tuple(replace(response, on=date(2026, 9, 1) + timedelta(days=n)) for n in range(25)),
        obligations=tuple(replace(obligation, what=f"Obligation {n}: {text[:90]}") for n in range(12)),
        summary=tuple(replace(full.summary[0], text=text) for _ in range(3)),
        own_statement=tuple(replace(full.own_statement[0], text=text * 3) for _ in range(2)),
        goals=full.goals * 12,
        milestones=full.milestones * 3,
    )
