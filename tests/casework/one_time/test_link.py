"""A one-time link, as whoever was asked opens it: no name before the code, one answer, one 404 for all dead links."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.jobs.models import Job
from portal.accounts.jobs.services import run_queue
from portal.accounts.notices.models import Notice
from portal.casework.outside.links import end_link
from portal.casework.outside.mailing import MAIL_JOB, ask_for_mail
from portal.casework.outside.models import OutsideAnswer, OutsideLink
from portal.casework.outside.telling import OVERDUE, look_after_links
from portal.casework.outside.tokens import code_of, token_of
from portal.casework.outside.vocabulary import Ended
from portal.db import unit_of_work
from portal.extensions import db
from tests.casework.outside.asking import KEY, answer, ask, link_of, take_back
from tests.clients import SignedInClient
from tests.given import outside
from tests.given.county import NOW, Acting, County
from tests.processes import environment, running, wait_for

NAME = "Xiomara Delgado-Pruitt"
ANSWERS = {
    "place": "here",
    "conduct": "some",
    "rules": "reminded",
    "next_step": "moves",
    "line": "Looks for a room of her own.",
    "told_by": "Ruth Adler",
}
Acts = Callable[..., Acting]


@pytest.fixture
def asked(app: Flask, cedar: County) -> UUID:
    with app.app_context(), unit_of_work() as session:
        for link in session.scalars(select(OutsideLink).where(OutsideLink.ended_at.is_(None))):
            end_link(session, link.id, Ended.WITHDRAWN)
    return ask(app, cedar)


@pytest.fixture
def browser(app: Flask) -> SignedInClient:
    """Somebody who has no account."""
    app.test_client_class = SignedInClient
    client = app.test_client()
    assert isinstance(client, SignedInClient)
    return client


def address_of(app: Flask, request_id: UUID) -> str:
    return f"/one-time/{token_of(KEY, link_of(app, request_id).nonce)}"


def code_for(app: Flask, request_id: UUID) -> str:
    return code_of(KEY, link_of(app, request_id).nonce)


def proof_in(page: str) -> dict[str, str]:
    found = dict(re.findall(r'name="(proof|csrf_token|form_key)" value="([^"]*)"', page))
    assert "proof" in found
    return found


def opened(app: Flask, browser: SignedInClient, request_id: UUID) -> dict[str, str]:
    """The hidden fields of the questions, after the right code."""
    shown = browser.submit(address_of(app, request_id), {"code": code_for(app, request_id)})
    assert shown.status_code == 200
    return proof_in(shown.text)


def test_no_name_before_the_code_and_one_answer(
    app: Flask, asked: UUID, browser: SignedInClient, acting: Acts, cedar: County
) -> None:
    address = address_of(app, asked)
    first = browser.get(address)
    assert first.status_code == 200 and "Enter the code" in first.text
    for word in (NAME, "Delgado", "Cedar", "Court House", "Marlow"):
        assert word not in first.text, word
    shown = browser.submit(address, {"code": f" {code_for(app, asked)} "})
    for word in (NAME, "Cedar House", "Marlow County Treatment Court", "You do not have to answer."):
        assert word in shown.text, word
    hidden = proof_in(shown.text)
    missing = browser.post(f"{address}/answer", data=hidden | ANSWERS | {"place": "", "line": "x" * 281})
    assert missing.status_code == 422
    for word in ("Choose an answer to this question.", "Shorten the line to 280 characters.", "x" * 281, "Ruth Adler"):
        assert word in missing.text
    done = browser.post(f"{address}/answer", data=hidden | ANSWERS)
    assert (done.status_code, done.location) == (303, "/thank-you")
    assert NAME not in browser.get("/thank-you").text
    assert browser.get(address).status_code == 404
    assert browser.post(f"{address}/answer", data=hidden | ANSWERS).status_code == 404
    with acting("judge") as (session, _actor):
        row = session.scalars(select(OutsideAnswer).where(OutsideAnswer.request_id == asked)).one()
        assert (row.origin_id, row.conduct, row.line) == (cedar.agencies["cedar"], "some", ANSWERS["line"])
        assert row.author_id not in set(cedar.users.values())


def test_a_wrong_code_opens_nothing_and_five_close_it(app: Flask, asked: UUID, browser: SignedInClient) -> None:
    address = address_of(app, asked)
    wrong = f"{(int(code_for(app, asked)) + 1) % 10**6:06d}"
    for turn in range(5):
        refused = browser.submit(address, {"code": wrong})
        assert refused.status_code == 422 and "This code does not fit." in refused.text, turn
        assert NAME not in refused.text
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("proof", ["", "x", "IjAi.aaaa.bbbb"])
def test_answers_without_the_code_are_asked_for_it(
    app: Flask, asked: UUID, browser: SignedInClient, proof: str
) -> None:
    address = address_of(app, asked)
    refused = browser.submit(address, ANSWERS | {"proof": proof}, f"{address}/answer")
    assert refused.status_code == 422 and "Enter the code" in refused.text and NAME not in refused.text


def test_the_proof_of_one_link_opens_no_other(app: Flask, asked: UUID, browser: SignedInClient, cedar: County) -> None:
    hidden = opened(app, browser, asked)
    outside.ordinary_consent(app, cedar, "marcus-proof")
    other = ask(app, cedar, "casemanager", "marcus")
    refused = browser.post(f"{address_of(app, other)}/answer", data=hidden | ANSWERS)
    assert refused.status_code == 422 and "Marcus" not in refused.text
    take_back(app, cedar, "marcus-proof")


def test_a_proof_grows_old(app: Flask, asked: UUID, browser: SignedInClient) -> None:
    import time_machine

    hidden = opened(app, browser, asked)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        refused = browser.post(f"{address_of(app, asked)}/answer", data=hidden | ANSWERS)
    assert refused.status_code == 422 and "Enter the code" in refused.text


def test_every_dead_link_gives_the_same_answer(app: Flask, asked: UUID, browser: SignedInClient, cedar: County) -> None:
    """Unknown, used, withdrawn, closed by codes, too old, of somebody who no longer acts, and without its consent."""
    never = browser.get(f"/one-time/{'0' * 64}")
    dead = {"used": address_of(app, asked)}
    answer(app, cedar, asked)
    for how in (Ended.WITHDRAWN, Ended.WRONG_CODES):
        request_id = ask(app, cedar)
        dead[how] = address_of(app, request_id)
        with app.app_context(), unit_of_work() as session:
            end_link(session, link_of(app, request_id).id, how)
    outside.ordinary_consent(app, cedar, "marcus-dead")
    request_id = ask(app, cedar, "casemanager", "marcus")
    dead["without its consent"] = address_of(app, request_id)
    assert browser.get(dead["without its consent"]).status_code == 200
    take_back(app, cedar, "marcus-dead")
    old = ask(app, cedar)
    dead["too old"] = address_of(app, old)
    with app.app_context(), unit_of_work() as session:
        session.scalars(select(OutsideLink).where(OutsideLink.request_id == old)).one().expires_at = NOW
    found = {}
    for how, address in dead.items():
        for method, to in (("GET", address), ("POST", address), ("POST", f"{address}/answer")):
            said = browser.open(to, method=method, data={"code": "1"} if method == "POST" else None)
            unknown = browser.open(to.replace(address, f"/one-time/{'0' * 64}"), method=method, data={"code": "1"})
            found[how, method, to] = (said.status_code, said.data, sorted(said.headers)) == (
                unknown.status_code,
                unknown.data,
                sorted(unknown.headers),
            )
    assert never.status_code == 404
    assert len(found) == 15 and all(found.values()), {key for key, same in found.items() if not same}


def test_a_consent_taken_back_between_question_and_answer_is_noticed(
    app: Flask, asked: UUID, browser: SignedInClient, cedar: County
) -> None:
    outside.ordinary_consent(app, cedar, "marcus-between")
    request_id = ask(app, cedar, "casemanager", "marcus")
    hidden = opened(app, browser, request_id)
    take_back(app, cedar, "marcus-between")
    assert browser.post(f"{address_of(app, request_id)}/answer", data=hidden | ANSWERS).status_code == 404


@pytest.fixture
def mails(app: Flask, tmp_path: Path) -> Iterator[Callable[[], list[Any]]]:
    """A mail server in a process of its own; what it took."""
    folder = tmp_path / "mails"
    folder.mkdir()
    with running(["-m", "tests.accounts.notices.sink", str(folder)], environment(app)):
        wait_for((folder / "port").exists, "the mail server listens")
        app.config.update(
            MAIL_HOST="127.0.0.1",
            MAIL_PORT=int((folder / "port").read_text()),
            MAIL_STARTTLS=False,
            MAIL_FROM="portal@court.example",
        )
        yield lambda: [
            email.message_from_bytes(one.read_bytes(), policy=policy.default) for one in sorted(folder.glob("*.eml"))
        ]
        app.config["MAIL_HOST"] = ""


def do_jobs(app: Flask) -> None:
    with app.app_context():
        run_queue(db.session.session_factory)


def test_the_mail_names_nobody_and_goes_once(
    app: Flask, asked: UUID, mails: Callable[[], list[Any]], cedar: County
) -> None:
    link = link_of(app, asked)
    with app.app_context(), unit_of_work() as session:
        ask_for_mail(session, link.id)
        ask_for_mail(session, link.id)
    do_jobs(app)
    (mail,) = mails()
    text = mail.get_content()
    assert mail["X-To"] == "ruth@cedar.example" and mail["Subject"] == "A few questions wait for you"
    assert token_of(KEY, link.nonce) in text and code_of(KEY, link.nonce) not in text
    for word in ("Xio", "Delgado", "Cedar", "court", "Court", "treatment", "Marlow", "Quiroz", "recovery"):
        assert word not in text.replace("portal@court.example", ""), word
    with app.app_context(), db.session.session_factory() as session:
        job = session.scalars(select(Job).where(Job.kind == MAIL_JOB, Job.unique_key.contains(str(link.id)))).one()
        assert str(cedar.people["xio"]) not in str(job.payload) and token_of(KEY, link.nonce) not in str(job.payload)
    assert link_of(app, asked).mailed_at is not None


def test_no_mail_goes_when_nobody_may_tell_any_more(
    app: Flask, asked: UUID, mails: Callable[[], list[Any]], cedar: County
) -> None:
    outside.ordinary_consent(app, cedar, "marcus-mail")
    request_id = ask(app, cedar, "casemanager", "marcus")
    with app.app_context(), unit_of_work() as session:
        ask_for_mail(session, link_of(app, request_id).id)
    take_back(app, cedar, "marcus-mail")
    do_jobs(app)
    assert mails() == [] and link_of(app, request_id).mailed_at is None


def test_who_was_asked_is_reminded_once_and_who_asked_is_told(
    app: Flask, asked: UUID, mails: Callable[[], list[Any]]
) -> None:
    link = link_of(app, asked)
    with app.app_context(), unit_of_work() as session:
        ask_for_mail(session, link.id)
    do_jobs(app)
    for later in (timedelta(days=1), timedelta(days=5, hours=6), timedelta(days=5, hours=7)):
        with app.app_context(), clock.set_to(NOW + later):
            look_after_links(db.session.session_factory, clock.now())
            run_queue(db.session.session_factory)
    assert len(mails()) == 2
    for later in (timedelta(days=7), timedelta(days=8)):
        with app.app_context(), clock.set_to(NOW + later):
            look_after_links(db.session.session_factory, clock.now())
    with app.app_context(), db.session.session_factory() as session:
        told = session.scalars(select(Notice).where(Notice.kind == OVERDUE, Notice.subject_id == asked)).all()
        assert len(told) == 1
