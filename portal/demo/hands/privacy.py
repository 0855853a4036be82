"""The privacy officer's registers, promises and orders; emergencies; forms that wait to be signed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from portal import clock
from portal.consent.accounting.requesting import Suspend, suspend_accounting
from portal.consent.agreements.services import agree
from portal.consent.amendments.models import AmendmentRequest
from portal.consent.amendments.services import AskAmendment, receive_amendment
from portal.consent.breaches.models import PrivacyBreach
from portal.consent.breaches.services import EnterBreach, enter_breach
from portal.consent.complaints.models import PrivacyComplaint
from portal.consent.complaints.services import Complain, receive_complaint
from portal.consent.demands.models import RecordsDemand
from portal.consent.demands.services import LogDemand, log_demand
from portal.consent.emergencies.services import (
    DocumentEmergency,
    Review,
    close_own,
    open_by_name,
    review_emergency,
)
from portal.consent.guided import services as guided
from portal.consent.guided.answers import changed, from_json
from portal.consent.instruments.vocabulary import AgreementKind, ConsentKind
from portal.consent.orders.findings import GOOD_CAUSE
from portal.consent.orders.services import RecordOrder, record_order
from portal.consent.program_packet.services import begin_packet
from portal.consent.registers import queries
from portal.consent.registers.services import TakeStep, take_step
from portal.consent.turns.services import AgreeToRestriction, agree_to_restriction
from portal.demo.calendar import ZONE, moment
from portal.demo.hands.people import BY_KEY
from portal.demo.privacy_happenings import (
    AccountingSuspended,
    Complained,
    CorrectionAsked,
    CourtOrdered,
    DemandCame,
    EmergencyDocumented,
    EmergencyJudged,
    EmergencyOver,
    FormLeft,
    PacketLeft,
    ServiceAgreed,
    StepTaken,
    ToldLess,
    WentWrong,
)
from portal.demo.stage import Act, does
from portal.gate.vocabulary import Category

TOLD = ("enrollment", "attendance", "drug_test")


def party(act: Act, word: str) -> dict[str, Any]:
    return {"type": "agency", "id": str(act.known.agencies[word])}


@does(FormLeft)
def leave_form(act: Act, one: FormLeft) -> None:
    draft = guided.begin(act.session, act.actor, act.known.people[one.person], ConsentKind.CRIMINAL_JUSTICE)
    answers = changed(
        from_json(draft.content),
        disclosers=(party(act, one.clinic),),
        recipients=(party(act, "court"),),
        categories=TOLD,
        labels_asked=True,
        legal_case_id=str(act.known.cases[one.person]),
        duration_text="A year, as long as the program is expected to take",
        decision="Whether the charge is dismissed",
        revocable="at_end",
        expiry="date",
        expires_on=one.ends_on.isoformat(),
    )
    guided.answer(act.session, draft, answers)


@does(PacketLeft)
def leave_packet(act: Act, one: PacketLeft) -> None:
    begin_packet(act.session, act.actor, act.known.people[one.person], (str(act.known.agencies[one.clinic]),))


@does(ServiceAgreed)
def agree_service(act: Act, one: ServiceAgreed) -> None:
    agree(
        act.session,
        act.actor,
        AgreementKind.QSO,
        act.actor.agency_id,
        one.at,
        party_id=act.known.agencies[one.agency],
        categories=Category.mask((one.category,)),
    )


@does(ToldLess)
def promise(act: Act, one: ToldLess) -> None:
    command = AgreeToRestriction(
        act.known.people[one.person], categories=(one.category,), recipients=(party(act, one.agency),)
    )
    agree_to_restriction(act.session, act.actor, command)


@does(EmergencyDocumented)
def document(act: Act, one: EmergencyDocumented) -> None:
    who, person_id = BY_KEY[one.person], act.known.people[one.person]
    command = DocumentEmergency(person_id, one.told, one.facility, one.nature, True, True, one.hours)
    (opened,) = open_by_name(act.session, act.actor, who.name, who.born, command)
    act.known.emergencies[one.person] = opened.id


@does(EmergencyOver)
def over(act: Act, _one: EmergencyOver) -> None:
    close_own(act.session, act.actor)


@does(EmergencyJudged)
def judge(act: Act, one: EmergencyJudged) -> None:
    review_emergency(act.session, act.actor, Review(act.known.emergencies[one.person], one.finding, one.words))


@does(CourtOrdered)
def record(act: Act, one: CourtOrdered) -> None:
    command = RecordOrder(
        participant_id=act.known.people[one.person],
        section="2.64",
        court=one.court,
        issued_at=moment(one.issued_on, clock.noon()),
        recipient_agencies=(act.known.agencies[one.agency],),
        categories=tuple(Category[word.upper()] for word in one.categories),
        findings=GOOD_CAUSE,
        notice=True,
        number=one.number,
        expires_at=clock.day_ends_at(one.ends_on, ZONE),
    )
    record_order(act.session, act.actor, command)


@does(DemandCame)
def log(act: Act, one: DemandCame) -> None:
    command = LogDemand(
        kind=one.kind,
        received_on=local(one.at),
        answer_on=one.answer_on,
        issuer=one.issuer,
        number=one.number,
        named=BY_KEY[one.person].name,
        words=one.words,
        participant_id=act.known.people[one.person],
    )
    act.known.matters[one.matter] = (RecordsDemand, log_demand(act.session, act.actor, command).id)


@does(CorrectionAsked)
def take_in(act: Act, one: CorrectionAsked) -> None:
    command = AskAmendment(act.known.people[one.person], local(one.at), one.record, one.words)
    act.known.matters[one.matter] = (AmendmentRequest, receive_amendment(act.session, act.actor, command).id)


@does(Complained)
def hear(act: Act, one: Complained) -> None:
    command = Complain(local(one.at), one.about, one.made_by, one.words, act.known.people[one.person])
    act.known.matters[one.matter] = (PrivacyComplaint, receive_complaint(act.session, act.actor, command).id)


@does(WentWrong)
def enter(act: Act, one: WentWrong) -> None:
    found_on = local(one.at)
    command = EnterBreach(
        one.kind, found_on, found_on - timedelta(days=1), 1, one.recipient, one.words, act.known.people[one.person]
    )
    act.known.matters[one.matter] = (PrivacyBreach, enter_breach(act.session, act.actor, command).id)


@does(StepTaken)
def step(act: Act, one: StepTaken) -> None:
    model, matter_id = act.known.matters[one.matter]
    matter = queries.matter(act.session, model, matter_id)
    assert matter is not None
    take_step(act.session, act.actor, matter, TakeStep(one.step, local(one.at), one.words))


@does(AccountingSuspended)
def suspend(act: Act, one: AccountingSuspended) -> None:
    command = Suspend(
        participant_id=act.known.people[one.person],
        agency_id=act.known.agencies[one.agency],
        official=one.official,
        written=True,
        stated_on=local(one.at),
        through_on=one.through_on,
        words=one.words,
    )
    suspend_accounting(act.session, act.actor, command)


def local(at: datetime) -> date:
    return clock.local_date(at, ZONE)
