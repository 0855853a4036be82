"""Whoever sits at the browser: one page, one first address, then clicks and keys alone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from portal.demo.cast import PASSPHRASE

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WAIT = 30_000


class Desk:
    """Reads what a person reads, and finds things by the words on them. With `script` every new page is given to
    axe-core, with all of its rules and nothing left out."""

    def __init__(self, browser: Browser, address: str, *, script: bool = True) -> None:
        self.script = script
        self.context = browser.new_context(
            base_url=address, viewport={"width": 1440, "height": 900}, java_script_enabled=script, accept_downloads=True
        )
        self.context.set_default_timeout(WAIT)
        expect.set_options(timeout=WAIT)
        self.page: Page = self.context.new_page()
        self.faults: dict[str, list[str]] = {}
        self.seen: set[str] = set()
        self.who = ""
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda said: self.errors.append(f"{said.text} {said.location}") if said.type == "error" else None
        )

    def arrive(self) -> None:
        self.page.goto("/")
        self.look()

    def sign_in(self, username: str) -> None:
        leave = self.page.get_by_role("button", name="Sign out")
        if leave.count():
            leave.first.click()
        self.keys("Username", username)
        self.keys("Password", PASSPHRASE)
        self.page.keyboard.press("Enter")
        self.reads_heading("Today")
        self.who = username
        self.look()

    def look(self) -> None:
        """Give the page to axe-core, once for each kind of page: all rules, every part, in detail what is wrong."""
        self.page.wait_for_load_state("load")
        kind = UUID.sub("ID", self.page.url)
        if urlsplit(kind).path == "/":
            kind = f"{self.who} {kind}"
        if not self.script or kind in self.seen:
            return
        self.seen.add(kind)
        self.page.evaluate(f"{AXE};0")
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert found["passes"], "axe looked at nothing"
        if found["violations"]:
            self.faults[kind] = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]

    def open(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow the first link of this name."""
        (within or self.page.locator("body")).get_by_role("link", name=name).first.click()
        self.look()

    def menu(self, name: str) -> None:
        self.open(re.compile(f"^{name}$"), self.page.get_by_role("navigation", name="Main", exact=True))

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press the first button of this name and wait for the page that comes."""
        button = (within or self.page.locator("main")).get_by_role("button", name=name).first
        with self.page.expect_navigation():
            button.click()
        self.look()

    def keys(self, label: str, text: str, within: Locator | None = None) -> None:
        """Type into the field of this label, in place of what is there."""
        field = (within or self.page.locator("body")).get_by_label(label).first
        field.press("ControlOrMeta+A")
        field.press_sequentially(text)

    def pick(self, label: str, choice: str, within: Locator | None = None) -> None:
        """Choose in a list, by typing the beginning of the words."""
        field = (within or self.page.locator("main")).get_by_role("combobox", name=label).first
        field.press_sequentially(choice)
        chosen = field.evaluate("field => field.selectedOptions[0].textContent.trim()")
        assert chosen.startswith(choice), f"{label}: {chosen}"

    def choose(self, name: str, group: str = "", within: Locator | None = None) -> None:
        """Set a radio button or a checkbox."""
        scope = within or self.page.locator("main")
        if group:
            scope = scope.get_by_role("group", name=group)
        scope.locator("label", has_text=re.compile(rf"^\s*{re.escape(name)}")).first.click()

    def day(self, group: str, day: date) -> None:
        """Enter a day as month, day and year."""
        parts = self.page.get_by_role("group", name=group)
        parts.get_by_label("Month").press_sequentially(f"{day:%b}")
        self.keys("Day", str(day.day), parts)
        self.keys("Year", str(day.year), parts)

    def row(self, words: str) -> Locator:
        """The row of a table, or the entry of a list, that holds these words."""
        return self.page.locator("main tr, main li").filter(has_text=words).first

    def reads(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one)

    def reads_not(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("body")).not_to_contain_text(one)

    def reads_heading(self, name: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", name=name).first).to_be_visible()

    def leave(self) -> None:
        """Close, after everything was well: no fault of a page for axe, no error in a script."""
        self.context.close()
        assert self.faults == {}
        assert [one for one in self.errors if "favicon" not in one] == []
