"""What several walk-throughs do alike: moments in the county, a hearing that sets the next date, filing, the reading of
a filed report, and addresses that must tell a stranger nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk

PROGRAM = b"MZ\x90\x00" + b"\0" * 400
"""How a program begins, whatever its name is."""


def morning(month: int, day: int, hour: int = 9) -> datetime:
    """An hour of a winter's day in the county."""
    return datetime(2026, month, day, hour + 6, tzinfo=UTC)


def photo(kind: str = "JPEG") -> bytes:
    """A picture of a paper."""
    out = BytesIO()
    Image.new("L", (120, 160), 230).save(out, kind)
    return out.getvalue()


def gives_file(desk: Desk, label: str, name: str, content: bytes, within: Locator | None = None) -> None:
    field = (within or desk.page.locator("main")).get_by_label(label)
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def saves_file(desk: Desk, link: str | re.Pattern[str], to: Path) -> str:
    """Follow a link to a file; its address."""
    with desk.page.expect_download() as coming:
        desk.page.get_by_role("link", name=link).first.click()
    coming.value.save_as(to)
    return str(coming.value.url)


def comes_again(desk: Desk, name: str, on: str) -> None:
    """At the hearing of today the clerk sets the next date."""
    desk.sign_in("reyes")
    desk.open("Open the docket")
    desk.press("Call the docket")
    desk.open(name)
    desk.open(re.compile("Incentive"))
    desk.pick("Next hearing", on)
    desk.press("Set next date")
    expect(desk.page.get_by_role("region", name=re.compile("^Recorded"))).to_contain_text(on)


def files_the_reports(desk: Desk, name: str) -> None:
    """The day before the docket."""
    desk.sign_in("quiroz")
    desk.open("Open the docket")
    desk.open(re.compile("^Reports$"))
    desk.press(f"File for {name}", desk.row(name))
    desk.reads("The reports are filed.")


def opens_the_report(desk: Desk, username: str, docket: str, name: str) -> str:
    """The report as its addressee reads it; its address."""
    desk.sign_in(username)
    desk.menu("Packets")
    desk.open(docket)
    desk.open(name)
    desk.reads_heading(f"Progress report: {name}")
    return desk.page.url


def opens_the_person(desk: Desk, name: str) -> str:
    """From the list of participants; the page's address."""
    desk.menu("Participants")
    desk.open(re.compile(f"^{name}"))
    desk.reads_heading(name)
    return desk.page.url


def finds_nothing(desk: Desk, address: str) -> None:
    """What is there, and not for this one, is answered byte for byte like what never was."""
    never = desk.page.request.get("/nothing/of/the/kind")
    denied = desk.page.request.get(address)
    assert (denied.status, denied.body()) == (never.status, never.body()) and never.status == 404, address


def leaves(desk: Desk) -> None:
    """Nothing was wrong; a browser notes each form with something to mend (422) and each closed address (404)."""
    desk.errors = [one for one in desk.errors if not re.search("status of (422|404)", one)]
    desk.leave()
