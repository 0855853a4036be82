"""For each parameter of an address something worth looking at in the demonstration county, about Xio where there is."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from flask import Flask

XIO = "Xiomara Delgado-Pruitt"

PEOPLE = {
    "judge": "okafor",
    "staff": "whitlow",
    "coordinator": "quiroz",
    "clerk": "reyes",
    "prosecutor": "pruitt",
    "defender": "castellan",
    "officer": "lindqvist",
    "collector": "hale",
    "counselor": "abara",
    "supervisor": "osei",
    "office": "medrano",
    "privacy": "winters",
    "casemanager": "ortiz",
    "programadmin": "birch",
}
"""The columns of the table of access, and who plays them in the demonstration county."""

QUERIES = {
    "participant_id": "SELECT :xio",
    "question_id": "SELECT id FROM question WHERE participant_id = :xio ORDER BY occurred_on DESC",
    "drug_test_id": "SELECT id FROM drug_test WHERE participant_id = :xio AND superseded_at IS NULL "
    "ORDER BY collected_on DESC",
    "obligation_id": "SELECT obligation_id FROM obligation_proof WHERE state = 'waiting' AND step = 1",
    "proof_id": "SELECT proof_id FROM obligation_proof WHERE state = 'waiting' AND step = 1",
    "need_id": "SELECT id FROM need WHERE participant_id = :xio ORDER BY found_on DESC",
    "response_id": "SELECT id FROM response WHERE participant_id = :xio AND kind = 'sanction' ORDER BY ordered_on DESC",
    "docket_id": "SELECT id FROM docket WHERE held_on = :hearing_on",
    "hearing_id": "SELECT id FROM hearing WHERE participant_id = :xio AND service_on = :hearing_on",
    "proposal_id": "SELECT id FROM staffing_proposal WHERE superseded_at IS NULL",
    "admission_id": "SELECT id FROM admission WHERE participant_id = :xio",
    "membership_id": "SELECT id FROM group_membership WHERE participant_id = :xio AND ends_on IS NULL",
    "group_id": "SELECT group_id FROM group_membership WHERE participant_id = :xio AND ends_on IS NULL",
    "session_id": "SELECT id FROM treatment_session WHERE meets_on = :to_mark_on AND group_id = "
    "(SELECT group_id FROM group_membership WHERE participant_id = :xio AND ends_on IS NULL)",
    "attendance_id": "SELECT id FROM attendance WHERE participant_id = :xio AND superseded_at IS NULL "
    "ORDER BY service_on DESC",
    "document_id": "SELECT d.id FROM report_document d JOIN docket ON docket.id = d.docket_id "
    "WHERE docket.held_on = :hearing_on AND d.addressee_role = 'judge' ORDER BY length(d.content) DESC",
    "consent_id": "SELECT id FROM consent WHERE participant_id = :xio AND kind = 'part2_general'",
    "revocation_id": "SELECT r.id FROM revocation r JOIN agency a ON a.id = r.held_by_id "
    "WHERE a.short_name LIKE 'Riverbend%' ORDER BY r.received_at",
    "passkey_id": "SELECT id FROM user_account",
    "user_id": "SELECT id FROM user_account WHERE username = 'reyes'",
    "appointment_id": "SELECT a.id FROM appointment a JOIN user_account u ON u.id = a.user_id WHERE username = 'reyes'",
    "agency_id": "SELECT agency_id FROM outside_contact",
    "request_id": "SELECT id FROM outside_request",
    "goal_id": "SELECT id FROM goal WHERE participant_id = :xio",
    "agreement_id": "SELECT id FROM agreement WHERE kind = 'qsoa'",
    "version_id": "SELECT id FROM agreement WHERE kind = 'team'",
    "record_id": "SELECT id FROM attendance WHERE participant_id = :xio AND superseded_at IS NULL",
    "emergency_id": "SELECT e.id FROM emergency_access e LEFT JOIN emergency_review r ON r.emergency_id = e.id "
    "WHERE r.id IS NULL",
    "order_id": "SELECT id FROM disclosure_order",
    "restriction_id": "SELECT id FROM restriction",
    "draft_id": "SELECT id FROM consent_draft WHERE form <> 'packet'",
    "matter_id": "SELECT id FROM records_demand ORDER BY received_on",
    "beginning": "SELECT substr(sha256, 1, 16) FROM report_seal",
}
WORDS = {
    "doubt_code": "justice-staff-not-named",
    "milestone_key": "p2.housing",
    "key": "treatment",
    "what": "response",
    "record_kind": "mark",
    "register": "demands",
    "step": "until-when",
    "form_key": "court",
}
LAST = {
    "hearing_id": "SELECT hearing_id FROM response WHERE participant_id = :xio ORDER BY ordered_on DESC",
    "row_id": "SELECT id FROM response WHERE participant_id = :xio ORDER BY ordered_on DESC",
}
"""What was recorded at the last hearing: to take it back, or on paper."""
PACKET = {"draft_id": "SELECT id FROM consent_draft WHERE form = 'packet'"}
NOT_MADE = {"draft_id": "SELECT id FROM consent_draft WHERE form = 'made'"}
ORDERED = {"participant_id": "SELECT participant_id FROM disclosure_order"}
EMERGENCY = {"participant_id": "SELECT participant_id FROM emergency_access ORDER BY starts_at DESC"}
SILENT = {"participant_id": "SELECT participant_id FROM accounting_suspension"}
OWN = {
    "court.hearings.undo": LAST,
    "court.hearings.order_paper": LAST,
    "consent.accounting.show": SILENT,
    "consent.accounting.paper": SILENT,
    "consent.desk.about": {"participant_id": "SELECT participant_id FROM privacy_complaint"},
    "consent.emergencies.shelf": EMERGENCY,
    "consent.guided.form_file": NOT_MADE,
    "consent.guided.start": {"participant_id": "SELECT participant_id FROM consent_draft WHERE form <> 'packet'"},
    "consent.orders.shelf": ORDERED,
    "consent.program_packet.show": PACKET,
    "consent.program_packet.review": PACKET,
    "consent.program_packet.sign": PACKET,
    "consent.program_packet.form_file": NOT_MADE,
    "consent.redisclosures.ask": {
        "document_id": "SELECT id FROM report_document WHERE addressee_role = 'case_manager'"
    },
    "consent.restrictions.shelf": {"participant_id": "SELECT participant_id FROM restriction"},
}
"""By endpoint: what stands in its address in place of what stands in others."""


class Subjects:
    """Looks things up in the file of the county, beside the portal."""

    def __init__(self, database: Path, days: Mapping[str, str]) -> None:
        self._file, self._bound = database, {"name": XIO, **days}
        self._bound["xio"] = self.row("SELECT id FROM participant WHERE full_name = :name")

    def row(self, query: str) -> str:
        """The first value of a query, as the file has it. LookupError when there is none."""
        with sqlite3.connect(self._file) as connection:
            row = connection.execute(query, self._bound).fetchone()
        connection.close()
        if row is None:
            raise LookupError(query)
        return str(row[0])

    def find(self, query: str) -> str:
        """The first value of a query, as it stands in an address."""
        found = self.row(query)
        return str(UUID(found)) if len(found) == 32 else found

    def address(self, app: Flask, endpoint: str) -> str:
        """LookupError when the county has no example of what the page is about."""
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
        own = OWN.get(endpoint, {})
        values = {
            name: WORDS[name] if name in WORDS else self.find(own.get(name) or QUERIES[name]) for name in rule.arguments
        }
        with app.test_request_context():
            return app.url_for(endpoint, **values)
