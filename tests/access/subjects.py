"""An address for each endpoint: about Xio, whom the whole court team and Riverbend know, and Southgate does not."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from tests.given.county import County

WORDS = {
    "milestone_key": "p1.orientation",
    "what": "response",
    "state": "held",
    "key": "treatment",
    "doubt_code": "last-day",
    "token": "leads-nowhere",
    "register": "demands",
    "number": "1",
    "record_kind": "mark",
    "step": "whom",
    "form_key": "court",
}
THINGS = {
    "drug_test_id": "test",
    "question_id": "question",
    "obligation_id": "obligation",
    "proof_id": "proof",
    "response_id": "response",
    "need_id": "need",
    "goal_id": "goal",
    "docket_id": "docket",
    "hearing_id": "hearing",
    "proposal_id": "proposal",
    "admission_id": "xio-admission",
    "membership_id": "xio-membership",
    "group_id": "group",
    "session_id": "to-mark",
    "attendance_id": "xio-mark",
    "document_id": "document",
    "report_id": "document",
    "job_id": "dead-letter",
    "mail_id": "dead-mail",
    "notice_id": "notice",
    "matter_id": "demand",
    "revocation_id": "spoken",
    "emergency_id": "emergency",
    "order_id": "disclosure-order",
    "agreement_id": "agreement",
    "version_id": "team-agreement",
    "record_id": "xio-mark",
    "restriction_id": "restriction",
    "draft_id": "consent-draft",
    "paper_id": "consent-paper",
    "request_id": "outside-request",
    "answer_id": "question-answer",
}

PACKET = {"draft_id": "packet-draft"}
ELSEWHERE = {
    "casework.outside.paper": {"answer_id": "outside-answer"},
    "consent.redisclosures.ask": {"document_id": "received"},
    "consent.redisclosures.pass_on": {"document_id": "received"},
    "consent.program_packet.show": PACKET,
    "consent.program_packet.choose": PACKET,
    "consent.program_packet.review": PACKET,
    "consent.program_packet.make": PACKET,
    "consent.program_packet.form_file": PACKET,
    "consent.program_packet.sign": PACKET,
    "consent.program_packet.signed": PACKET,
    "consent.program_packet.discard": PACKET,
    "court.hearings.undo": {"hearing_id": "last-hearing", "row_id": "response"},
    "court.hearings.undone": {"hearing_id": "last-hearing", "row_id": "response"},
}
"""Endpoints whose parameters belong together in another way."""


def subject(county: County, name: str) -> UUID | str:
    """The value of one parameter of an address. KeyError for a parameter that this file does not know yet."""
    if name in WORDS:
        return WORDS[name]
    if name == "participant_id":
        return county.people["xio"]
    if name == "user_id":
        return county.users["clerk"]
    if name == "appointment_id":
        return county.appointments["clerk"]
    if name in ("passkey_id", "removal_id"):
        return county.consents["xio-others"]
    if name == "agency_id":
        return county.agencies["cedar"]
    if name == "consent_id":
        return county.consents["xio-others"]
    if name == "beginning":
        return county.things["seal"].hex
    return county.things[THINGS[name]]


def address_of(app: Flask, county: County, endpoint: str) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    own = ELSEWHERE.get(endpoint, {})
    values = {name: county.things[own[name]] if name in own else subject(county, name) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(endpoint, **values)
