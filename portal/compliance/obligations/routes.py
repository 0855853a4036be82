"""Obligations of a participant with their standing; adding one, adding a proof, checking one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.compliance import presenting
from portal.compliance.obligations import queries
from portal.compliance.obligations.forms import CheckForm, ObligationForm, ProofForm
from portal.compliance.obligations.models import ObligationProof
from portal.compliance.obligations.queries import Owed
from portal.compliance.obligations.services import CheckProof, add_proof, check_proof, record_obligation
from portal.compliance.obligations.vocabulary import ProofState, Unit
from portal.participants.people import queries as people
from portal.participants.people.page import person_frame, visit
from portal.web.forms import PortalForm, submit

blueprint = Blueprint("obligations", __name__)
blueprint.add_app_template_global(presenting.obligation_tag, "obligation_tag")
blueprint.add_app_template_global(presenting.progress_words, "progress_words")
blueprint.add_app_template_global(lambda number, unit: presenting.amount(number, Unit(unit)), "amount_words")
blueprint.add_app_template_global(lambda state: ProofState(state).label, "proof_state")


@blueprint.get("/participants/<uuid:participant_id>/obligations")
@requires(Permission.MILESTONE_READ)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    owed = queries.obligations_of(g.read_session, [participant_id]).get(participant_id, [])
    return render_template(
        "compliance/obligations/shelf.html",
        **person_frame(here),
        person=here.participant,
        owed=[(one, one.standing(g.today)) for one in owed],
        may_add=principal().may(Permission.OBLIGATION_RECORD),
        may_prove=principal().may(Permission.PROOF_RECORD),
        waiting=ProofState.WAITING,
    )


@blueprint.get("/participants/<uuid:participant_id>/obligations/new")
@requires(Permission.OBLIGATION_RECORD)
def new(participant_id: UUID) -> Any:
    return new_page(participant_id, ObligationForm())


def new_page(participant_id: UUID, form: ObligationForm) -> Any:
    return render_template("compliance/obligations/new.html", form=form, person=visit(participant_id).participant)


@blueprint.post("/participants/<uuid:participant_id>/obligations/new")
@requires(Permission.OBLIGATION_RECORD)
def save(participant_id: UUID) -> Any:
    form = ObligationForm()
    visit(participant_id)

    def act(session: Any) -> str:
        record_obligation(session, principal(), form.command(participant_id))
        return url_for("compliance.obligations.shelf", participant_id=participant_id, done="saved")

    return submit(form, act, lambda: new_page(participant_id, form))


def visible(obligation_id: UUID) -> Owed:
    owed = queries.obligation(g.read_session, obligation_id)
    if owed is None:
        abort(404)
    return owed


def proof_page(template: str, owed: Owed, form: PortalForm, proof: ObligationProof | None = None) -> Any:
    persons = people.participants(g.read_session, [owed.obligation.participant_id])
    if not persons:
        abort(404)
    return render_template(
        template,
        form=form,
        owed=owed,
        standing=owed.standing(g.today),
        proof=proof,
        person=persons[owed.obligation.participant_id],
    )


@blueprint.get("/obligations/<uuid:obligation_id>/proofs/new")
@requires(Permission.PROOF_RECORD)
def prove(obligation_id: UUID) -> Any:
    return proof_page("compliance/obligations/prove.html", visible(obligation_id), ProofForm())


@blueprint.post("/obligations/<uuid:obligation_id>/proofs/new")
@requires(Permission.PROOF_RECORD)
def save_proof(obligation_id: UUID) -> Any:
    form = ProofForm()
    participant_id = visible(obligation_id).obligation.participant_id

    def act(session: Any) -> str:
        add_proof(session, principal(), form.command(obligation_id))
        return url_for("compliance.obligations.shelf", participant_id=participant_id, done="proof-saved")

    return submit(form, act, lambda: proof_page("compliance/obligations/prove.html", visible(obligation_id), form))


def waiting_proof(owed: Owed, proof_id: UUID) -> ObligationProof:
    found = next((one for one in owed.proofs_now if one.proof_id == proof_id), None)
    if found is None:
        abort(404)
    return found


@blueprint.get("/obligations/<uuid:obligation_id>/proofs/<uuid:proof_id>")
@requires(Permission.PROOF_RECORD)
def look(obligation_id: UUID, proof_id: UUID) -> Any:
    return look_page(obligation_id, proof_id, CheckForm())


def look_page(obligation_id: UUID, proof_id: UUID, form: CheckForm) -> Any:
    owed = visible(obligation_id)
    return proof_page("compliance/obligations/look.html", owed, form, waiting_proof(owed, proof_id))


@blueprint.post("/obligations/<uuid:obligation_id>/proofs/<uuid:proof_id>")
@requires(Permission.PROOF_RECORD)
def check(obligation_id: UUID, proof_id: UUID) -> Any:
    form = CheckForm()
    owed = visible(obligation_id)
    waiting_proof(owed, proof_id)
    participant_id = owed.obligation.participant_id

    def act(session: Any) -> str:
        check_proof(session, principal(), CheckProof(obligation_id, proof_id, form.state.data, form.words.data or ""))
        return url_for("compliance.obligations.shelf", participant_id=participant_id, done="proof-saved")

    return submit(form, act, lambda: look_page(obligation_id, proof_id, form))
