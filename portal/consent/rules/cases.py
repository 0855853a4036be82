"""Reads decision cases from JSON (section 0 of the consent rules) into facts.

Strict: a key that is missing, a flag that is no flag, a moment without a zone raises, and `decide_case` answers with
the denial ERROR. Only what the schema has for some cases may be absent, and then means null: who a participant is, a
holder's copy, a criminal-justice consent's terms, a proceeding, and what a request has "as needed".
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.consent.rules.codes import Defect, Reason
from portal.consent.rules.decision import Decision, deny
from portal.consent.rules.facts import (
    Actor,
    Case,
    CourtOrder,
    Emergency,
    Facts,
    HeldCopy,
    Participant,
    Reader,
    Record,
    Redisclosure,
    Request,
)
from portal.consent.rules.form import form_defects
from portal.consent.rules.intervals import Interval
from portal.consent.rules.order import decide
from portal.consent.rules.papers import consent_from, restriction_from
from portal.consent.rules.site import Agency, Agreement, Matrices, Matrix, Site, by_kind_and_party
from portal.consent.rules.terms import Action, AgreementKind, Capacity, Category, Label, MinorRule, Regime
from portal.consent.rules.values import Object, absent, day, each, flag, moment, moment_or_none, number, text, words

log = logging.getLogger(__name__)


def decide_case(fixtures: Object, case: Object) -> Decision:
    """The decision on one case at its request's moment; a case that can't be read is denied (R181)."""
    try:
        facts, at = facts_from_case(fixtures, case), moment_of(case)
    except Exception:
        log.exception("A decision case can't be read and is denied")
        return deny(Reason.ERROR)
    return decide(facts, at)


def visible_records(fixtures: Object, case: Object) -> tuple[str, ...]:
    """The ids of a list case's records that are permitted, each decided on its own, in the order given."""
    permitted = (
        text(record["id"]) for record in case["records"] if decide_case(fixtures, {**case, "record": record}).permits
    )
    return tuple(permitted)


def defects_of_case(case: Object) -> tuple[Defect, ...]:
    """The defects of a form case. KeyError, TypeError or ValueError when it can't be read."""
    named = None if case["case"] is None else case_from(case["case"])
    return form_defects(consent_from(case["consent"]), named)


def moment_of(case: Object) -> datetime:
    return moment(case["request"]["at"])


def facts_from_case(fixtures: Object, case: Object) -> Facts:
    """The facts of a case, with the fixtures' agencies, agreements (as the case overrides them) and matrices."""
    return Facts(
        actor=actor_from(case["actor"]),
        participant=participant_from(case["participant"]),
        record=record_from(case["record"]),
        request=request_from(case["request"]),
        consents=each(consent_from, case["consents"]),
        restrictions=each(restriction_from, case["restrictions"]),
        site=site_from(fixtures, case["agreement_overrides"]),
    )


def site_from(fixtures: Object, overrides: Object) -> Site:
    agencies = {name: agency_from(name, given) for name, given in fixtures["agencies"].items()}
    known = {given["id"]: given for given in fixtures["agreements"]}
    changed = {name: {**known[name], **override} for name, override in overrides.items()}
    return Site(
        agencies=agencies,
        agreements=by_kind_and_party(agreement_from(given) for given in {**known, **changed}.values()),
        matrices=matrices_from(fixtures),
    )


def matrices_from(fixtures: Object) -> Matrices:
    return Matrices(
        own_agency=matrix_from(fixtures["role_matrix_own_agency"]),
        cross_agency=matrix_from(fixtures["role_matrix_cross_agency_part2"]),
        cj_regime=matrix_from(fixtures["role_matrix_cj_regime"]),
    )


def agency_from(name: str, given: Object) -> Agency:
    return Agency(
        id=name,
        type=text(given["type"]),
        cj_system=flag(given["cj_system"]),
        part2_program=flag(given["part2_program"]),
        hipaa=text(given["hipaa"]),
        controls=words(given.get("controls", [])),
    )


def agreement_from(given: Object) -> Agreement:
    kind = AgreementKind(given["kind"])
    alone = kind == AgreementKind.PARTICIPATION
    return Agreement(
        id=text(given["id"]),
        kind=kind,
        party=text(given["agency"] if alone else given["program"]),
        counterparty=None if alone else text(given["counterparty"]),
        term=Interval(moment(given["starts"]), moment_or_none(given["ends"])),
        services=words(given["services"]) if kind == AgreementKind.QSOA else frozenset(),
    )


def matrix_from(given: Object) -> Matrix:
    return {role: words(categories) for role, categories in given.items()}


def reader_from(given: Object) -> Reader:
    """A redisclosure's target; clearance counts only when it is stated."""
    return Reader(
        user=text(given["user"]),
        role=text(given["role"]),
        agency=text(given["agency"]),
        cjis_cleared=flag(given.get("cjis_cleared", False)),
    )


def actor_from(given: Object) -> Actor:
    return Actor(
        user=text(given["user"]),
        role=text(given["role"]),
        agency=text(given["agency"]),
        cjis_cleared=flag(given["cjis_cleared"]),
        status=text(given["status"]),
        ended_at=moment_or_none(given["ended_at"]),
        medical_personnel=flag(given["medical_personnel"]),
        participant_id=absent(text, given.get("participant_id")),
    )


def case_from(given: Object) -> Case:
    team: dict[str, tuple[Interval, ...]] = {}
    for stint in given["team"]:
        user, served = text(stint["user"]), Interval(moment(stint["from"]), moment_or_none(stint["to"]))
        team[user] = (*team.get(user, ()), served)
    return Case(
        id=text(given["id"]),
        condition_of_disposition=flag(given["condition_of_disposition"]),
        final_disposition_at=moment_or_none(given["final_disposition_at"]),
        latest_possible_disposition_at=moment_or_none(given["latest_possible_disposition_at"]),
        team=team,
    )


def participant_from(given: Object) -> Participant:
    return Participant(
        id=text(given["id"]),
        born_on=day(given["dob"]),
        age_of_majority=number(given["age_of_majority"]),
        minor_rule=MinorRule(given["minor_rule"]),
        capacity=Capacity(given["capacity"]),
        deceased_at=moment_or_none(given["deceased_at"]),
        treating_agencies=words(given["treating_agencies"]),
        cases=each(case_from, given["cases"]),
    )


def record_from(given: Object) -> Record:
    return Record(
        id=text(given["id"]),
        category=Category(given["category"]),
        origin=text(given["origin_agency"]),
        regime=Regime(given["regime"]),
        labels=frozenset(Label(label) for label in given["sensitivity"]),
        service_on=day(given["service_date"]),
        created_at=moment(given["created_at"]),
        author=text(given["author"]),
        withheld=flag(given["withheld"]),
        held_copy=absent(copy_from, given.get("holder_copy")),
    )


def copy_from(given: Object) -> HeldCopy:
    return HeldCopy(text(given["agency"]), moment(given["received_at"]), text(given["received_under_kind"]))


def request_from(given: Object) -> Request:
    action = Action(given["action"])
    passing_on = given["redisclosure"] if action == Action.REDISCLOSE else None
    report: Mapping[str, Any] | None = given.get("report")
    return Request(
        action=action,
        purpose=text(given["purpose"]),
        basis=text(given["basis"]),
        proceeding_id=absent(text, given.get("proceeding_id")),
        redisclosure=absent(redisclosure_from, passing_on),
        emergency=absent(emergency_from, given.get("emergency")),
        court_order=absent(order_from, given.get("court_order")),
        report_initial=None if report is None else flag(report["initial"]),
    )


def redisclosure_from(given: Object) -> Redisclosure:
    return Redisclosure(text(given["received_under"]["kind"]), reader_from(given["target"]))


def emergency_from(given: Object) -> Emergency:
    return Emergency(
        bona_fide=flag(given["bona_fide"]),
        consent_unobtainable=flag(given["consent_unobtainable"]),
        nature=text(given["nature"] or ""),
        recipient_name=text(given["recipient_name"] or ""),
    )


def order_from(given: Object) -> CourtOrder:
    return CourtOrder(
        id=text(given["id"]),
        section=text(given["section"]),
        participant=text(given["participant"]),
        issued_at=moment(given["issued_at"]),
        expires_at=moment_or_none(given["expires_at"]),
        vacated_at=moment_or_none(given["vacated_at"]),
        findings_recorded=flag(given["findings_recorded"]),
        notice_given=flag(given["notice_given"]),
        recipient_agencies=words(given["recipient_agencies"]),
        categories=words(given["categories"]),
        covers_confidential_communications=flag(given["covers_confidential_communications"]),
        covers_counseling_notes=flag(given["covers_counseling_notes"]),
    )
