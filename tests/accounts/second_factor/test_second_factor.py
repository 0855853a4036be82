"""A password alone opens nothing; each code is taken once, also of two that arrive together."""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.second_factor import totp
from portal.accounts.second_factor.models import AuthenticatorApp, RecoveryCode
from portal.accounts.second_factor.sealed import Unsealable, seal, unseal
from portal.accounts.second_factor.services import PLACE
from portal.extensions import db
from portal.ids import new_id
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD

LETTERS = re.compile(r'class="secret-letters">([A-Z2-7 ]+)<')
CODES = re.compile(r"<li>([A-Z0-9]{5}(?:-[A-Z0-9]{5}){3})</li>")
KEY = b"k" * 32


@pytest.fixture(autouse=True)
def _required(app: Flask) -> Iterator[None]:
    app.config["REQUIRE_SECOND_FACTOR"] = True
    yield
    app.config["REQUIRE_SECOND_FACTOR"] = False


def fresh(app: Flask) -> SignedInClient:
    app.test_client_class = SignedInClient
    client = app.test_client()
    assert isinstance(client, SignedInClient)
    return client


def half(app: Flask, who: str) -> SignedInClient:
    """A browser that has given the password."""
    client = fresh(app)
    answer = client.submit("/sign-in", {"username": who, "password": PASSWORD})
    assert answer.status_code == 303 and answer.location.startswith("/sign-in/code"), answer.location
    return client


def code_of(secret: bytes, at: datetime = NOW) -> str:
    return totp.code_at(secret, totp.step_of(at))


def shown_secret(client: SignedInClient) -> bytes:
    found = LETTERS.search(client.get("/second-factor").text)
    assert found is not None
    return b32decode(found[1].replace(" ", ""))


def enrolled(app: Flask, who: str) -> tuple[SignedInClient, bytes, list[str]]:
    """Somebody who set up an app at the first sign-in: the browser, the secret, the recovery codes."""
    client = half(app, who)
    secret = shown_secret(client)
    answer = client.submit("/second-factor", {"code": code_of(secret)})
    assert answer.status_code == 200, answer.text
    return client, secret, CODES.findall(answer.text)


@pytest.fixture(scope="module")
def judge(app: Flask) -> tuple[bytes, list[str]]:
    app.config["REQUIRE_SECOND_FACTOR"] = True
    with clock.set_to(NOW - timedelta(days=1)):
        client = half(app, "judge")
        secret = shown_secret(client)
        answer = client.submit("/second-factor", {"code": code_of(secret, NOW - timedelta(days=1))})
    return secret, CODES.findall(answer.text)


def answered(client: SignedInClient, code: str) -> int:
    return client.submit("/sign-in/code", {"code": code}).status_code


def test_a_password_alone_opens_nothing(app: Flask) -> None:
    client = half(app, "staff")
    for page in ("/", "/participants", "/act-for", "/purpose"):
        assert client.get(page).location.startswith("/sign-in"), page
    assert client.get("/sign-in/code").location.startswith("/second-factor")


def test_the_first_app_opens_the_session_under_another_token(app: Flask) -> None:
    client = half(app, "coordinator")
    before = client.get_cookie("portal")
    answer = client.submit("/second-factor", {"code": code_of(shown_secret(client))})
    after = client.get_cookie("portal")
    assert len(CODES.findall(answer.text)) == 10
    assert before is not None and after is not None and before.value != after.value
    assert client.get("/participants").status_code == 200
    client.set_cookie("portal", before.value)
    assert client.get("/participants").status_code == 302


def test_a_wrong_code_adds_no_app(app: Flask) -> None:
    client = half(app, "clerk")
    wrong = code_of(shown_secret(client), NOW + timedelta(hours=1))
    assert client.submit("/second-factor", {"code": wrong}).status_code == 422
    assert client.get("/participants").status_code == 302


def test_whoever_knows_only_the_password_adds_no_app_of_his_own(app: Flask, judge: tuple[bytes, list[str]]) -> None:
    """Neither on the page nor by the form alone."""
    client = half(app, "judge")
    assert client.get("/second-factor").location.startswith("/sign-in/code")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in/code").text)
    assert token is not None
    answer = client.post("/second-factor", data={"csrf_token": token[1], "code": "123456"})
    assert answer.status_code == 303 and answer.location.startswith("/sign-in/code")


@pytest.mark.parametrize(("off", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (60, 422)])
def test_a_phone_may_be_half_a_minute_off(app: Flask, judge: tuple[bytes, list[str]], off: int, status: int) -> None:
    at = NOW + timedelta(minutes=200 + off)
    with clock.set_to(at):
        assert answered(half(app, "judge"), code_of(judge[0], at + timedelta(seconds=off))) == status


def test_a_code_is_taken_once_and_no_older_one_after_it(app: Flask, judge: tuple[bytes, list[str]]) -> None:
    at = NOW + timedelta(hours=6)
    with clock.set_to(at):
        code, older = code_of(judge[0], at), code_of(judge[0], at - timedelta(seconds=30))
        assert answered(half(app, "judge"), f"{code[:3]} {code[3:]}") == 303
        assert answered(half(app, "judge"), code) == 422
        assert answered(half(app, "judge"), older) == 422


def test_of_two_that_arrive_together_one_is_taken(app: Flask, judge: tuple[bytes, list[str]]) -> None:
    at = NOW + timedelta(hours=8)
    with clock.set_to(at):
        clients = [half(app, "judge") for _ in range(4)]
        pages = [client.get("/sign-in/code").text for client in clients]
    tokens = [re.search(r'name="csrf_token" value="([^"]+)"', page) for page in pages]
    together = Barrier(len(clients))

    def send(number: int) -> int:
        token = tokens[number]
        assert token is not None
        together.wait(timeout=60)
        with clock.set_to(at):
            sent = {"csrf_token": token[1], "code": code_of(judge[0], at)}
            return clients[number].post("/sign-in/code", data=sent).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        assert sorted(pool.map(send, range(len(clients)))) == [303, 422, 422, 422]


def test_each_recovery_code_opens_once(app: Flask, judge: tuple[bytes, list[str]]) -> None:
    with clock.set_to(NOW + timedelta(hours=10)):
        assert answered(half(app, "judge"), judge[1][0].lower()) == 303
        assert answered(half(app, "judge"), judge[1][0]) == 422
        assert answered(half(app, "judge"), judge[1][1].replace("-", "")) == 303


def test_a_known_password_does_not_reset_the_count_of_wrong_codes(app: Flask) -> None:
    """Five wrong codes lock, however often the right password is given between them."""
    _, _, codes = enrolled(app, "defender")
    for _ in range(4):
        assert answered(half(app, "defender"), "000000") == 422
    last = half(app, "defender")
    assert answered(last, "000000") == 422
    assert last.submit("/sign-in/code", {"code": codes[0]}).location == "/sign-in?done=locked"
    answer = fresh(app).submit("/sign-in", {"username": "defender", "password": PASSWORD})
    assert "Locked after five failures" in answer.text


def test_the_second_factor_releases_the_lock(app: Flask) -> None:
    _, _, codes = enrolled(app, "prosecutor")
    for _ in range(5):
        fresh(app).submit("/sign-in", {"username": "prosecutor", "password": "wrong"})
    client = fresh(app)
    words = {"username": "prosecutor", "password": PASSWORD, "code": codes[0]}
    assert client.submit("/sign-in/release", words | {"password": "wrong"}).status_code == 422
    assert client.submit("/sign-in/release", words | {"code": "000000"}).status_code == 422
    assert client.submit("/sign-in/release", words).status_code == 303
    assert client.get("/participants").status_code == 200
    with clock.set_to(NOW + timedelta(seconds=1)):
        half(app, "prosecutor")


def test_releasing_is_tried_five_times_at_most(app: Flask) -> None:
    _, _, codes = enrolled(app, "officer")
    client = fresh(app)
    words = {"username": "officer", "password": "wrong", "code": codes[0]}
    for _ in range(5):
        assert "do not fit together" in client.submit("/sign-in/release", words).text
    assert "Too many attempts" in client.submit("/sign-in/release", words | {"password": PASSWORD}).text
    with clock.set_to(NOW + timedelta(minutes=16)):
        assert client.submit("/sign-in/release", words | {"password": PASSWORD}).status_code == 303


def test_known_and_unknown_names_get_the_same_answer_to_a_release(app: Flask) -> None:
    def answer(name: str) -> str:
        words = {"username": name, "password": PASSWORD, "code": "123456"}
        page = fresh(app).submit("/sign-in/release", words).text
        lines = page.replace(f'value="{name}"', "").splitlines()
        return "\n".join(line for line in lines if "csrf_token" not in line and "form_key" not in line)

    assert answer("supervisor") == answer("nobody")


def test_a_new_app_takes_the_place_of_the_old_one(app: Flask) -> None:
    client, old, sheet = enrolled(app, "counselor")
    new = shown_secret(client)
    assert new != old
    client.submit("/second-factor", {"code": code_of(new)})
    with clock.set_to(NOW + timedelta(minutes=5)):
        later = NOW + timedelta(minutes=5)
        assert answered(half(app, "counselor"), code_of(old, later)) == 422
        assert answered(half(app, "counselor"), sheet[0]) == 422
        assert answered(half(app, "counselor"), code_of(new, later)) == 303


def test_what_is_stored_tells_neither_secret_nor_codes(app: Flask, judge: tuple[bytes, list[str]]) -> None:
    with app.app_context():
        wanted = select(AuthenticatorApp).join(UserAccount, UserAccount.id == AuthenticatorApp.user_id)
        kept = db.session.scalars(wanted.where(UserAccount.username == "judge")).one()
        hashes = set(db.session.scalars(select(RecoveryCode.code_hash)))
        key = str(app.config["SECRET_KEY"]).encode()
        assert judge[0] not in kept.sealed_secret
        assert unseal(key, PLACE, kept.id, kept.sealed_secret) == judge[0]
        assert not hashes & set(judge[1])
        db.session.remove()


def test_a_secret_opens_with_its_key_in_its_row_only() -> None:
    row = new_id()
    stored = seal(KEY, PLACE, row, b"secret of an app....")
    for key, place, other in ((b"x" * 32, PLACE, row), (KEY, "elsewhere", row), (KEY, PLACE, new_id())):
        with pytest.raises(Unsealable):
            unseal(key, place, other, stored)
    with pytest.raises(Unsealable):
        unseal(KEY, PLACE, row, b"\x02" + stored[1:])


@pytest.mark.parametrize(
    ("moment", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    """RFC 6238, appendix B, the last six of its eight digits."""
    assert totp.code_at(b"12345678901234567890", moment // totp.STEP) == code


Client = Callable[[str], SignedInClient]


def test_an_activated_person_sets_up_the_app_at_once(app: Flask, client_of: Client) -> None:
    app.config["REQUIRE_SECOND_FACTOR"] = False
    admin = client_of("programadmin")
    app.config["REQUIRE_SECOND_FACTOR"] = True
    words = {"username": "first-day", "full_name": "Fay Example", "role": "court_clerk"}
    code = re.search(r'secret-code">([A-Z0-9-]+)<', admin.submit("/staff/invite", words).text)
    assert code is not None
    person, chosen = fresh(app), "harbor lantern violin meadow"
    person.submit("/activate", {"username": "first-day", "code": code[1], "password": chosen, "again": chosen})
    person.submit("/sign-in", {"username": "first-day", "password": chosen})
    answer = person.submit("/second-factor", {"code": code_of(shown_secret(person))})
    assert answer.status_code == 200
    assert person.get("/dockets").status_code == 200
