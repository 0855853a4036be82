"""What each role may do. A permission opens an act; whose records it may be done on is the gate's answer."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from portal.gate.vocabulary import RoleName


class Permission(StrEnum):
    HOME_READ = "home_read"
    PARTICIPANT_READ = "participant_read"
    PARTICIPANT_REGISTER = "participant_register"
    TEAM_ASSIGN = "team_assign"
    CONSENT_READ = "consent_read"
    CONSENT_RECORD = "consent_record"
    CONSENT_REVOKE = "consent_revoke"
    ADMISSION_RECORD = "admission_record"
    ROSTER_READ = "roster_read"
    ATTENDANCE_RECORD = "attendance_record"
    CASELOAD_READ = "caseload_read"
    CONTACT_RECORD = "contact_record"
    OBLIGATION_RECORD = "obligation_record"
    PROOF_RECORD = "proof_record"
    QUESTION_DECIDE = "question_decide"
    QUESTION_ANSWER = "question_answer"
    TEST_READ = "test_read"
    TEST_RECORD = "test_record"
    MILESTONE_READ = "milestone_read"
    MILESTONE_ATTEST = "milestone_attest"
    DOCKET_READ = "docket_read"
    DOCKET_PLAN = "docket_plan"
    STAFFING_READ = "staffing_read"
    RESPONSE_PROPOSE = "response_propose"
    BENCH_READ = "bench_read"
    HEARING_RECORD = "hearing_record"
    SECTION_WRITE = "section_write"
    REPORT_READ = "report_read"
    REPORT_FILE = "report_file"
    PACKET_READ = "packet_read"
    QUESTION_READ = "question_read"
    CONTACT_READ = "contact_read"
    SUPERVISION_RECORD = "supervision_record"
    CASE_CONTACT_RECORD = "case_contact_record"
    MILESTONE_WAIVE = "milestone_waive"
    CARE_DECIDE = "care_decide"
    SITE_SETTINGS = "site_settings"
    TEAM_AGREEMENT_PROPOSE = "team_agreement_propose"
    TEAM_AGREEMENT_SIGN = "team_agreement_sign"
    OPERATIONS = "operations"
    STAFF_MANAGE = "staff_manage"
    DISCLOSURE_ORDER_RECORD = "disclosure_order_record"
    CONSENT_MARK_FALSE = "consent_mark_false"
    AGREEMENT_RECORD = "agreement_record"
    EMERGENCY_END = "emergency_end"
    PRIVACY_DESK = "privacy_desk"
    AUDIT_READ = "audit_read"
    DECISION_EXPLAIN = "decision_explain"
    NOTICE_GIVE = "notice_give"
    AGREEMENT_READ = "agreement_read"
    SITE_AGREEMENT_RECORD = "site_agreement_record"
    DISCLOSURE_ORDER_READ = "disclosure_order_read"
    RESTRICTION_AGREE = "restriction_agree"
    RECORD_WITHHOLD = "record_withhold"
    MANDATED_REPORT = "mandated_report"
    RECORDS_REDISCLOSE = "records_redisclose"
    EMERGENCY_READ = "emergency_read"
    EMERGENCY_OPEN = "emergency_open"
    EMERGENCY_REVIEW = "emergency_review"
    OUTSIDE_ASK = "outside_ask"


P = Permission
R = RoleName

_AGREES = frozenset({P.TEAM_AGREEMENT_SIGN, P.AGREEMENT_READ})
_COURT_AGREES = _AGREES | {P.TEAM_AGREEMENT_PROPOSE}
"""Who speaks for an agency when it agrees with others on who sees what."""

_CLINIC = frozenset({P.RECORDS_REDISCLOSE, P.EMERGENCY_READ, P.EMERGENCY_OPEN, P.RECORD_WITHHOLD, P.MANDATED_REPORT})
"""Whose post is one of medical personnel documents an emergency (R101); the service looks at the post."""

_EVERYONE = frozenset({P.HOME_READ})
_PERSON = frozenset({P.PARTICIPANT_READ, P.CONSENT_READ, P.DISCLOSURE_ORDER_READ})
_TEAM = _PERSON | {
    P.RECORDS_REDISCLOSE,
    P.CONTACT_READ,
    P.MILESTONE_READ,
    P.TEST_READ,
    P.REPORT_READ,
    P.PACKET_READ,
    P.DOCKET_READ,
    P.STAFFING_READ,
}
_TREATMENT = _PERSON | {
    P.ROSTER_READ,
    P.ADMISSION_RECORD,
    P.CONSENT_RECORD,
    P.CONSENT_REVOKE,
    P.RESTRICTION_AGREE,
    P.SECTION_WRITE,
    P.MILESTONE_READ,
    P.TEST_READ,
    P.NOTICE_GIVE,
}

_TABLE: dict[RoleName, frozenset[Permission]] = {
    R.JUDGE: _TEAM | _COURT_AGREES | {P.BENCH_READ, P.DISCLOSURE_ORDER_RECORD},
    R.JUDICIAL_STAFF: _TEAM | {P.BENCH_READ, P.RESPONSE_PROPOSE, P.DISCLOSURE_ORDER_RECORD},
    R.COURT_COORDINATOR: _TEAM
    | _COURT_AGREES
    | {
        P.PARTICIPANT_REGISTER,
        P.TEAM_ASSIGN,
        P.CONSENT_RECORD,
        P.CONSENT_REVOKE,
        P.OBLIGATION_RECORD,
        P.QUESTION_DECIDE,
        P.QUESTION_READ,
        P.MILESTONE_ATTEST,
        P.DOCKET_PLAN,
        P.RESPONSE_PROPOSE,
        P.BENCH_READ,
        P.HEARING_RECORD,
        P.MILESTONE_WAIVE,
        P.REPORT_FILE,
        P.DISCLOSURE_ORDER_RECORD,
        P.OUTSIDE_ASK,
    },
    R.COURT_CLERK: frozenset(
        {
            P.PARTICIPANT_READ,
            P.DOCKET_READ,
            P.DOCKET_PLAN,
            P.BENCH_READ,
            P.HEARING_RECORD,
            P.DISCLOSURE_ORDER_READ,
            P.DISCLOSURE_ORDER_RECORD,
        }
    ),
    R.PROSECUTOR: _TEAM | _AGREES | {P.RESPONSE_PROPOSE},
    R.DEFENSE_COUNSEL: _TEAM | _AGREES | {P.RESPONSE_PROPOSE},
    R.PROBATION_OFFICER: _TEAM
    | _AGREES
    | {
        P.CASELOAD_READ,
        P.CONTACT_RECORD,
        P.SUPERVISION_RECORD,
        P.TEST_RECORD,
        P.PROOF_RECORD,
        P.OBLIGATION_RECORD,
        P.QUESTION_DECIDE,
        P.QUESTION_READ,
        P.MILESTONE_ATTEST,
        P.RESPONSE_PROPOSE,
        P.SECTION_WRITE,
    },
    R.LAW_ENFORCEMENT: _AGREES,
    R.CLINICIAN: _TREATMENT
    | _CLINIC
    | {
        P.ATTENDANCE_RECORD,
        P.CARE_DECIDE,
        P.TEST_RECORD,
        P.QUESTION_ANSWER,
        P.QUESTION_READ,
        P.CASELOAD_READ,
        P.MILESTONE_ATTEST,
    },
    R.TREATMENT_SUPERVISOR: _TREATMENT
    | _AGREES
    | _CLINIC
    | {P.ATTENDANCE_RECORD, P.CARE_DECIDE, P.TEST_RECORD, P.QUESTION_ANSWER, P.QUESTION_READ, P.CASELOAD_READ},
    R.TREATMENT_ADMIN: _PERSON | _AGREES | {P.ROSTER_READ, P.ADMISSION_RECORD, P.NOTICE_GIVE},
    R.CASE_MANAGER: _PERSON
    | _AGREES
    | {
        P.RECORDS_REDISCLOSE,
        P.CASELOAD_READ,
        P.CONTACT_RECORD,
        P.CASE_CONTACT_RECORD,
        P.CONTACT_READ,
        P.PROOF_RECORD,
        P.OBLIGATION_RECORD,
        P.QUESTION_DECIDE,
        P.QUESTION_READ,
        P.QUESTION_ANSWER,
        P.MILESTONE_READ,
        P.MILESTONE_ATTEST,
        P.TEST_READ,
        P.SECTION_WRITE,
        P.STAFFING_READ,
        P.DOCKET_READ,
        P.REPORT_READ,
        P.RESPONSE_PROPOSE,
        P.CONSENT_RECORD,
        P.CONSENT_REVOKE,
        P.OUTSIDE_ASK,
    },
    R.DIVERSION_COORDINATOR: _PERSON
    | _COURT_AGREES
    | {
        P.PARTICIPANT_REGISTER,
        P.TEAM_ASSIGN,
        P.CONSENT_RECORD,
        P.CONSENT_REVOKE,
        P.CASELOAD_READ,
        P.CONTACT_RECORD,
        P.CASE_CONTACT_RECORD,
        P.CONTACT_READ,
        P.OBLIGATION_RECORD,
        P.PROOF_RECORD,
        P.QUESTION_DECIDE,
        P.QUESTION_READ,
        P.MILESTONE_READ,
        P.MILESTONE_ATTEST,
        P.REPORT_READ,
        P.OUTSIDE_ASK,
    },
    R.COLLECTOR: frozenset({P.PARTICIPANT_READ, P.TEST_READ, P.TEST_RECORD}),
    R.EVALUATOR: frozenset(),
    R.PRIVACY_OFFICER: _PERSON
    | _AGREES
    | {
        P.CONSENT_RECORD,
        P.CONSENT_REVOKE,
        P.CONSENT_MARK_FALSE,
        P.DECISION_EXPLAIN,
        P.DISCLOSURE_ORDER_RECORD,
        P.AGREEMENT_RECORD,
        P.EMERGENCY_END,
        P.PRIVACY_DESK,
        P.AUDIT_READ,
        P.NOTICE_GIVE,
        P.EMERGENCY_READ,
        P.EMERGENCY_REVIEW,
        P.MANDATED_REPORT,
        P.RESTRICTION_AGREE,
    },
    R.PROGRAM_ADMIN: _AGREES | {P.SITE_SETTINGS, P.OPERATIONS, P.STAFF_MANAGE, P.AGREEMENT_RECORD},
    R.SYSTEM_ADMIN: frozenset(
        {P.SITE_SETTINGS, P.OPERATIONS, P.STAFF_MANAGE, P.AGREEMENT_READ, P.SITE_AGREEMENT_RECORD}
    ),
    R.PARTICIPANT: frozenset({P.PARTICIPANT_READ, P.CONSENT_READ}),
}


@cache
def permissions_of(role: RoleName) -> frozenset[Permission]:
    """All that a role may do."""
    return _EVERYONE | _TABLE[role]
