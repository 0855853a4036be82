"""The packet shelf: what of the coming dockets can be downloaded, what is being made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.accounts.access import freshly, principal, requires, sends_file
from portal.accounts.jobs.models import Job
from portal.accounts.jobs.services import job_of, retry
from portal.accounts.jobs.vocabulary import JobState
from portal.accounts.permissions import Permission
from portal.court.dockets import presenting as docket_words
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Docket
from portal.court.packets import building, preparing
from portal.court.packets.building import Packet
from portal.court.packets.forms import AskForm
from portal.court.reports.models import ReportDocument
from portal.court.reports.services import PACKET_JOB
from portal.web.delivering import pdf_response
from portal.web.forms import submit

blueprint = Blueprint("packets", __name__)

BACK = timedelta(days=30)
AHEAD = timedelta(days=30)
MOST = 12


@dataclass(frozen=True, slots=True)
class Shelved:
    """One docket on the shelf: its packet, if anything is filed, and whether the file is there or being made."""

    docket: Docket
    packet: Packet | None
    ready: bool
    making: bool

    @property
    def documents(self) -> tuple[ReportDocument, ...]:
        return self.packet.documents if self.packet else ()


def shelved(session: Session, docket: Docket) -> Shelved:
    packet = building.packet_of(session, principal(), docket.id)
    if packet is None:
        return Shelved(docket, None, ready=False, making=False)
    ready = building.kept_file(packet).exists()
    job = job_for(session, packet)
    making = not ready and job is not None and job.state in (JobState.WAITING, JobState.LEASED)
    return Shelved(docket, packet, ready, making)


def job_for(session: Session, packet: Packet) -> Job | None:
    return job_of(session, f"{PACKET_JOB}:{packet.docket.id}:{principal().appointment_id}:{packet.key}")


@blueprint.get("/packets")
@requires(Permission.PACKET_READ)
def shelf() -> Any:
    return page(AskForm())


def page(form: AskForm) -> str:
    who = principal()
    wanted = request.args.get("docket_id", "")
    found = dockets.dockets_between(g.read_session, who, g.today - BACK, g.today + AHEAD, MOST)
    coming = [one for one in found if one.held_on >= g.today]
    past = [one for one in reversed(found) if one.held_on < g.today]
    entries = [shelved(g.read_session, one) for one in (*coming, *past)]
    opened = next((one for one in entries if str(one.docket.id) == wanted), None)
    return render_template(
        "court/packets/shelf.html",
        entries=entries,
        opened=opened,
        people=names(opened) if opened else {},
        making=any(one.making for one in entries),
        heading=docket_words.heading,
        form=form,
    )


def names(entry: Shelved) -> dict[UUID, str]:
    called = dockets.called_on(g.read_session, entry.docket.id)
    return {one.hearing.id: one.participant.full_name for one in called}


def packet_or_404(session: Session, docket_id: UUID) -> Packet:
    """The packet of this reader; for everybody without one the address never was."""
    if not principal().may(Permission.PACKET_READ):
        abort(404)
    packet = building.packet_of(session, principal(), docket_id)
    if packet is None:
        abort(404)
    return packet


@blueprint.post("/packets/<uuid:docket_id>")
@requires(Permission.HOME_READ)
def ask(docket_id: UUID) -> Any:
    packet_or_404(g.read_session, docket_id)
    form = AskForm()

    def act(session: Session) -> str:
        packet = packet_or_404(session, docket_id)
        job = preparing.ask(session, docket_id, principal().appointment_id, packet.key)
        retry(session, job)
        return url_for("court.packets.shelf", docket_id=docket_id, done="packet-asked")

    return submit(form, act, lambda: page(form))


@blueprint.get("/packets/<uuid:docket_id>/packet.pdf")
@requires(Permission.HOME_READ)
@freshly
@sends_file("court.packets.shelf")
def download(docket_id: UUID) -> Any:
    packet = packet_or_404(g.read_session, docket_id)
    path = building.kept_file(packet)
    if not path.exists():
        abort(404)
    g.channel = "packet"
    return pdf_response(path.read_bytes(), f"packet-{packet.docket.held_on.isoformat()}.pdf")
