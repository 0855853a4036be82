"""The words with which a report marks tests, sessions, days, obligations, milestones and responses."""

from __future__ import annotations

from enum import StrEnum


class DrugTestResult(StrEnum):
    """How a selected test ended. Provisional results carry a flag beside the code, not a code of their own.

    `PRIOR_USE` shows use from before the program and calls for no response (treatment-court practice, POS_RESIDUAL).
    """

    NEGATIVE = "negative"
    POSITIVE = "positive"
    PRIOR_USE = "prior_use"
    ALTERED = "altered"
    DECLINED = "declined"
    DILUTE = "dilute"
    INVALID = "invalid"
    MISSED = "missed"
    NO_SAMPLE = "no_sample"
    EXCUSED = "excused"
    PENDING = "pending"


class SessionMark(StrEnum):
    """How one scheduled session ended; `question` until a person has decided about an absence."""

    ATTENDED = "attended"
    EXCUSED = "excused"
    MISSED = "missed"
    QUESTION = "question"


class Sobriety(StrEnum):
    """What is known of one day. A missed or dilute test leaves days unverified; it does not end the line."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    NONE = "none"


class ObligationState(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_YET_DUE = "not_yet_due"


class MilestoneState(StrEnum):
    MET = "met"
    CLOSE = "close"
    UNDER_WAY = "under_way"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class ResponseKind(StrEnum):
    INCENTIVE = "incentive"
    SANCTION = "sanction"
    ADJUSTMENT = "adjustment"
