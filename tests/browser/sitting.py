"""One sitting, as coordinator and participant go through it at one device: from the first page to the copies."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from portal import clock
from tests.browser.desk import Desk
from tests.browser.served import Quiet, StageClock
from tests.given.county import NOW, PASSWORD

AGREED = ("The court", "Your lawyer", "Your case manager")


@contextmanager
def county_served(app: Flask, stage: StageClock | None = None) -> Iterator[str]:
    """The small county of the tests at an address: on the morning of its present day, or at the time of a clock."""

    def at_its_time(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        with (
            clock.set_to(stage.now() if stage else NOW),
            closing(ClosingIterator(app(environ, start_response))) as answer,
        ):
            return list(answer)

    server = make_server("127.0.0.1", 0, at_its_time, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def signs_in(desk: Desk, username: str) -> None:
    desk.keys("Username", username)
    desk.keys("Password", PASSWORD)
    desk.page.keyboard.press("Enter")
    desk.reads_heading("Today")


def begins(desk: Desk) -> None:
    """From the list of participants to the packet of one."""
    desk.menu("Participants")
    desk.open(re.compile("^Marcus Bell"))
    desk.open("Consents", desk.page.get_by_role("navigation").filter(has_text="Consents").last)
    desk.open("All forms for a new participant, in one sitting")
    desk.reads("Talk with your lawyer first: Defender Example.", "You may say no to each form.")
    desk.press("Begin")
    desk.reads("Choose the treatment program from the list.")
    desk.choose("Riverbend Recovery")
    desk.press("Begin")


def answers_each_form(desk: Desk) -> None:
    """Yes to three, with one kind of information taken off the second; no to the last; back once to look again."""
    for label in AGREED:
        desk.reads_heading(label)
        if label == "Your lawyer":
            desk.choose("Drug test results")
        if label == "Your case manager":
            desk.open("Back")
            desk.reads_heading("Your lawyer")
            desk.page.go_back()
        desk.choose("Yes, I will sign it")
        desk.press("Continue")
    desk.reads_heading("Your other care")
    desk.reads("You may say no.")
    desk.press("Continue")
    desk.reads("Choose yes or no.")
    desk.choose("No, I will not sign it")
    desk.press("Continue")


def checks_and_signs(desk: Desk, *, draws: bool) -> None:
    desk.reads_heading("What these forms open")
    desk.reads("Marlow County Public Defender", "Not signed")
    desk.press("Make the forms and sign")
    desk.reads_heading("Sign")
    desk.press("Sign these forms")
    desk.reads("This name is missing. Type it as the signature.")
    names = desk.page.locator("input[name$=name_patient]")
    assert names.count() == len(AGREED)
    for number in range(names.count()):
        names.nth(number).fill("Marcus Bell")
    if draws:
        draws_a_line(desk)
    with desk.page.expect_download() as coming:
        desk.page.get_by_role("link", name=re.compile("The form as a PDF The court")).click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")
    desk.press("Sign these forms")


def draws_a_line(desk: Desk) -> None:
    """With the mouse, on the first form; cleared once and drawn anew."""
    box = desk.page.locator("[data-draw]").first
    canvas = box.locator("canvas")
    canvas.scroll_into_view_if_needed()
    for _ in range(2):
        frame = canvas.bounding_box()
        assert frame is not None
        desk.page.mouse.move(frame["x"] + 20, frame["y"] + 40)
        desk.page.mouse.down()
        desk.page.mouse.move(frame["x"] + 90, frame["y"] + 20, steps=5)
        desk.page.mouse.up()
        drawn = desk.page.locator(f"#{box.get_attribute('data-draw')}").input_value()
        assert drawn.startswith("M"), drawn
        if _ == 0:
            box.get_by_role("button", name="Clear the line").click()


def takes_the_copies(desk: Desk) -> None:
    desk.reads_heading("Copies for the participant")
    for one in range(len(AGREED)):
        with desk.page.expect_download() as coming:
            desk.page.locator("main a", has_text="(PDF)").nth(one).click()
        assert coming.value.path().read_bytes().startswith(b"%PDF")
        assert coming.value.suggested_filename == "consent-copy.pdf"
    for box in desk.page.locator("main input[type=checkbox]").all():
        box.check(force=True)
    desk.choose("Printed, by hand")
    desk.press("Record the copies")
    desk.reads("The copy is recorded.", "Bridgeway Case Management")
    desk.open(re.compile("^Signatures, papers, copies"))
    desk.reads("Marcus Bell", "Printed, by hand", "Document signed (SHA-256)")


def leaves(desk: Desk, *expected: int) -> None:
    """Nothing was wrong; that the browser notes an answer of 422 is what a form with something to mend looks like, and
    so is any other answer that was `expected`."""
    noted = tuple(f"status of {status}" for status in (422, *expected))
    desk.errors = [one for one in desk.errors if not any(words in one for words in noted)]
    desk.leave()
