"""Tables of the legal instruments. Grants are compiled from them; nothing else but their own pages reads them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.consent.rules.terms import Signer
from portal.db import Base, Row
from portal.gate.protected import Annex, Instrument


class Agreement(Row, Base):
    """An agreement of agencies, without a participant: participation, hosting, QSO, team, audit, research.

    `agency_id` is the program or participant agency, `party_id` the other side where there is one; `categories` are a
    QSO's services. A row of kind team is one version of a court's agreement: its lines and signatures lie beside it.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="interval"),
        Index("ix_agreement_agency_kind", "agency_id", "kind"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), default=None)
    categories: Mapped[int] = mapped_column(BigInteger, default=0)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)


class MatrixLine(Row, Base):
    """What one role may see by a version of a team agreement: `matrix` is cross_agency or team, `categories` a mask."""

    __tablename__ = "matrix_line"
    __table_args__ = (
        UniqueConstraint("agreement_id", "matrix", "role"),
        CheckConstraint("matrix IN ('cross_agency', 'team')", name="matrix"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"))
    matrix: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(40))
    categories: Mapped[int] = mapped_column(BigInteger)


class AgreementSignature(Row, Base):
    """An agency whose signature a team agreement needs, and who gave it for the agency, when it was given."""

    __tablename__ = "agreement_signature"
    __table_args__ = (UniqueConstraint("agreement_id", "agency_id"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)


class Consent(Instrument, Base):
    """A written consent, as it was signed: who may tell, what, to whom, what for, until when.

    `disclosers`, `recipients`, `signatures` and `form` keep the shapes of the decision facts (`consent.rules.facts`).
    A deficient form is kept with its defects and opens nothing (R15). `participant_name` is the name on file when the
    paper was entered; where the form has another one, somebody confirmed that it is the same person's (F19).
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_held_by", "held_by_id", "participant_id"),)

    kind: Mapped[str] = mapped_column(String(40))
    participant_name: Mapped[str] = mapped_column(String(200))
    disclosers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    recipients: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    categories: Mapped[list[str]] = mapped_column(JSON)
    sensitivities: Mapped[list[str]] = mapped_column(JSON, default=list)
    record_from: Mapped[date | None] = mapped_column(default=None)
    record_to: Mapped[date | None] = mapped_column(default=None)
    purposes: Mapped[list[str]] = mapped_column(JSON)
    expiry_kind: Mapped[str] = mapped_column(String(20), default="date")
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    expiry_event: Mapped[str] = mapped_column(String(200), default="")
    expiry_occurred_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    effective_from: Mapped[datetime]
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    defects: Mapped[list[str]] = mapped_column(JSON, default=list)
    legal_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("legal_case.id"), default=None)
    duration_text: Mapped[str] = mapped_column(Text, default="")
    revocable_at: Mapped[datetime | None] = mapped_column(default=None)
    revocable_event: Mapped[str] = mapped_column(String(60), default="")
    revocable_occurred_at: Mapped[datetime | None] = mapped_column(default=None)
    proceeding_id: Mapped[UUID | None] = mapped_column(default=None)
    known_false_at: Mapped[datetime | None] = mapped_column(default=None)
    known_false_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    alias_confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    alias_confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    superseded_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def known_false(self) -> bool:
        """R17: a program that tells by it knows that something on it is false; that holds from `known_false_at` on."""
        return self.known_false_at is not None


class Revocation(Annex, Base):
    """A consent taken back, whole or in part; `received_at` counts, `stated_at` is only kept (R27).

    `taken_back_by` is the signer, or "review" for a consent that a program suspends until somebody has looked (R57).
    """

    __tablename__ = "revocation"
    received_at: Mapped[datetime]
    stated_at: Mapped[datetime | None] = mapped_column(default=None)
    written: Mapped[bool] = mapped_column(default=True)
    scope: Mapped[str] = mapped_column(String(20), default="all")
    recipient: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    taken_back_by: Mapped[str] = mapped_column(String(40), default=Signer.PATIENT)


class Restriction(Instrument, Base):
    """A restriction that the program agreed to with the patient (2.26; R120-R122).

    `paid_in_full`: the patient paid a service in full, and a health plan is not told; the program must agree and can't
    end it alone (R123).
    """

    __tablename__ = "restriction"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    agreed_at: Mapped[datetime]
    applies_to: Mapped[str] = mapped_column(String(10), default="tpo")
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    recipients: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    paid_in_full: Mapped[bool] = mapped_column(default=False)
    terminated_at: Mapped[datetime | None] = mapped_column(default=None)
    terminated_by: Mapped[str] = mapped_column(String(20), default="")


class DisclosureOrder(Instrument, Base):
    """An order of a court that lets records be disclosed (2.61-2.67), as it was entered; nothing to do with sentencing.

    `findings` and `notice` are whether the order recorded what its section asks and whether the other side was heard,
    `findings_made` what it recorded;
    `ground` is the ground of 2.63 on which it reaches confidential communications (R84). A deficient order is kept and
    opens nothing.
    """

    __tablename__ = "disclosure_order"
    __table_args__ = (CheckConstraint("expires_at IS NULL OR issued_at < expires_at", name="interval"),)

    section: Mapped[str] = mapped_column(String(10))
    court: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    vacated_at: Mapped[datetime | None] = mapped_column(default=None)
    findings: Mapped[bool] = mapped_column(default=False)
    findings_made: Mapped[list[str]] = mapped_column(JSON, default=list)
    notice: Mapped[bool] = mapped_column(default=False)
    recipient_agencies: Mapped[list[str]] = mapped_column(JSON)
    categories: Mapped[list[str]] = mapped_column(JSON)
    covers_confidential: Mapped[bool] = mapped_column(default=False)
    covers_counseling: Mapped[bool] = mapped_column(default=False)
    ground: Mapped[str] = mapped_column(String(40), default="")


class EmergencyAccess(Instrument, Base):
    """A medical emergency, documented before anything is shown (2.51(c); R100-R104): to whom, where, by whom, why.

    `program_closed`: consent can't be had because the program is closed in a declared emergency (2.51(a)(2)).
    """

    __tablename__ = "emergency_access"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="interval"),
        CheckConstraint("closed_at IS NULL OR starts_at < closed_at", name="closed"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    recipient_name: Mapped[str] = mapped_column(String(200))
    facility: Mapped[str] = mapped_column(String(200))
    disclosed_by: Mapped[str] = mapped_column(String(200))
    nature: Mapped[str] = mapped_column(Text)
    bona_fide: Mapped[bool]
    consent_unobtainable: Mapped[bool]
    program_closed: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class TreatingRelationship(Instrument, Base):
    """A registered fact: an agency treats this participant, from a moment to a moment (R32)."""

    __tablename__ = "treating_relationship"
    __table_args__ = (CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="interval"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)


class NoticeVersion(Row, Base):
    """A text of the notice that goes with a disclosure (2.32), stored with each one."""

    __tablename__ = "notice_version"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    text: Mapped[str] = mapped_column(Text)
    order: Mapped[int] = mapped_column(Integer, default=0)
