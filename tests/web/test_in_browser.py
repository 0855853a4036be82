"""The gallery in a real Chromium: legible, no accessibility fault, quick by keys, complete without script."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from tests.web.gallery import PAGES

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js"
WIDTHS = (320, 390, 640, 768, 1023, 1024, 1280, 1440)
ADDRESSES = [f"/page/{name}" for name in PAGES] + [
    f"/error/{code}" for code in (400, 403, 404, 409, 413, 429, 500, 503)
]


@pytest.fixture(scope="module")
def address(gallery: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "these tests need Chromium; `make test` installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    assert [fault for fault in faults if "favicon" not in fault and "404" not in fault] == []


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_has_an_accessibility_fault(browser: Browser, address: str, width: int) -> None:
    # The policy would keep axe out; the pages are looked at under it by the other tests.
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    faults = {}
    for path in [*(f"/page/{name}" for name in PAGES), "/error/400", "/error/404"]:
        page.goto(path)
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run(document)")
        assert found["passes"], "axe looked at nothing"
        faults[path] = [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}


def test_no_page_scrolls_sideways(page: Page) -> None:
    wide = {}
    for path in ADDRESSES:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide[path] = width
    assert wide == {}


def test_the_words_in_a_strip_are_never_larger_than_those_around_it(page: Page) -> None:
    """A picture that grows with the page would shout beside the headings of the list of tests."""
    page.goto("/page/components")
    drawn = "(svg) => svg.getScreenCTM().a * parseFloat(getComputedStyle(svg).fontSize)"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for svg in page.locator(".day-strip svg[role=img]:visible").all():
            assert svg.evaluate(drawn) <= 16, width


def test_scripts_and_styles_keep_to_the_policy(page: Page) -> None:
    for path in ADDRESSES:
        page.goto(path)
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Public Sans"')


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))


def test_a_list_is_walked_with_j_and_k_and_opened_with_enter(page: Page) -> None:
    page.goto("/page/docket")
    page.keyboard.press("j")
    assert focused(page) == "Leilani Kahale"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "Cody Hutchins", "the last row holds the focus"
    page.keyboard.press("k")
    assert focused(page) == "Terrence Blackwood"
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/person")


def test_letters_press_what_they_name_and_never_act_while_typing(page: Page) -> None:
    page.goto("/page/docket")
    page.get_by_label("Name begins with").press_sequentially("sb?")
    assert page.url.endswith("/page/docket") and page.get_by_label("Name begins with").input_value() == "sb?"
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Control+b")
    assert page.url.endswith("/page/docket")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.wait_for_url("**/page/bench")


def test_letters_can_be_turned_off_for_good(page: Page) -> None:
    page.goto("/page/docket")
    expect(page.locator("kbd").first).to_be_visible()
    page.get_by_role("button", name="Turn letter keys off").click()
    page.keyboard.press("b")
    page.reload()
    page.keyboard.press("b")
    page.keyboard.press("j")
    assert page.url.endswith("/page/docket") and focused(page) != "Leilani Kahale"
    expect(page.locator("kbd").first).to_be_hidden()
    assert page.locator("[aria-keyshortcuts]").count() == 0
    page.get_by_role("button", name="Turn letter keys on").click()
    page.keyboard.press("b")
    page.wait_for_url("**/page/bench")


def test_the_bench_page_moves_by_key(page: Page) -> None:
    page.goto("/page/bench")
    page.keyboard.press("j")
    page.wait_for_url("**/page/person")


def marks(page: Page) -> list[str]:
    script = "rows => rows.map(row => row.querySelector('.mark-keys input:checked')?.value || '')"
    return list(page.locator("[data-roster-row]").evaluate_all(script))


def test_a_roster_is_marked_by_letters_and_the_next_row_opens(page: Page) -> None:
    page.goto("/page/roster")
    page.keyboard.press("u")
    assert marks(page) == ["ATT", "LATE", "", "ABS_UN", "ABS_EX", ""], "outside a row letters do nothing"
    page.locator("#mark-1-ATT").focus()
    for letter in "ptx":
        page.keyboard.press(letter)
    assert marks(page)[:3] == ["ATT", "TEL", "ABS_EX"]
    assert focused(page) == "mark-4"
    page.keyboard.press("r")
    assert focused(page) == "reason-4", "the row's own reason first"
    page.keyboard.press("Enter")
    assert focused(page) == "mark-5" and page.url.endswith("/page/roster")
    page.keyboard.press("Backspace")
    assert marks(page)[4] == ""
    page.keyboard.press("Shift+P")
    assert marks(page) == ["ATT", "TEL", "ABS_EX", "ABS_UN", "ATT", "ATT"]
    expect(page.locator(".save-bar__tally")).to_contain_text("6 of 6 marked")
    expect(page.locator(".save-bar__tally")).to_contain_text("4 present or late")


def test_the_reason_asks_when_it_is_needed_and_absence_has_no_minutes(page: Page) -> None:
    page.goto("/page/roster")
    reason, minutes = page.get_by_label("Reason, Xiomara Delgado-Pruitt"), page.get_by_label("Minutes, Xiomara")
    expect(reason).to_be_hidden()
    page.locator("#mark-3-ATT").focus()
    page.keyboard.press("u")
    expect(reason).to_be_visible()
    assert minutes.input_value() == "0"
    page.keyboard.press("k")
    page.keyboard.press("p")
    expect(reason).to_be_hidden()
    assert minutes.input_value() == "90"


def test_marks_outlive_a_reload_as_codes_only_until_the_session_has_another_version(page: Page) -> None:
    page.goto("/page/roster")
    page.locator("#mark-3-ATT").focus()
    page.keyboard.press("t")
    page.reload()
    assert marks(page)[2] == "TEL"
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "TEL" in kept and "Pruitt" not in kept and "Bus" not in kept
    page.evaluate("sessionStorage.setItem('portal.marks.session-1:2', '{}')")
    page.reload()
    assert page.evaluate("sessionStorage.getItem('portal.marks.session-1:2')") is None


def test_whoever_signs_in_next_meets_no_marks(page: Page) -> None:
    page.goto("/page/roster")
    page.locator("#mark-3-ATT").focus()
    page.keyboard.press("t")
    page.goto("/page/sign-in")
    assert "portal.marks" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_ctrl_enter_saves_once(page: Page) -> None:
    page.goto("/page/roster")
    page.evaluate("""() => {
        window.posts = 0;
        addEventListener("submit", (event) => {
            window.posts += event.defaultPrevented ? 0 : 1;
            event.preventDefault();
        });
    }""")
    page.locator("#mark-1-ATT").focus()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Save marks").click()
    assert page.evaluate("window.posts") == 1


def test_errors_get_the_focus_and_lead_to_the_field(page: Page) -> None:
    page.goto("/page/form-errors")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="When: Enter the day it happened").click()
    expect(page.get_by_label("Day")).to_be_focused()


def test_characters_are_counted_while_typing(page: Page) -> None:
    page.goto("/page/task")
    line = page.get_by_label("One line for the court")
    line.fill("é" * 270)
    expect(page.locator("#note-count")).to_have_text("270 of 280 characters")
    line.fill("x" * 300)
    expect(page.locator("#note-count")).to_have_text("20 characters too many; shorten it to 280")
    expect(page.locator("[data-count-status=note]")).to_have_text("20 characters too many; shorten it to 280")


def test_without_script_nothing_promises_a_key(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    for path in ("/page/docket", "/page/roster", "/page/bench"):
        page.goto(path)
        for hint in page.locator("kbd").all():
            expect(hint).to_be_hidden()
        for button in page.locator("[data-letters-switch]").all():
            expect(button).to_be_hidden()
    page.goto("/page/roster")
    page.locator("#mark-3-ATT").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#mark-3-TEL").is_checked()
    context.close()


def test_on_a_phone_targets_are_large_and_the_menu_opens_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto("/page/roster")
    box = page.locator(".mark-keys label").first.bounding_box()
    assert box is not None and box["height"] >= 44
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    context.close()


def test_in_forced_colors_shapes_have_the_color_of_the_text(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto("/page/components")
    shapes = page.locator(".tag:not(.tag--plain)").evaluate_all(
        "tags => tags.map(tag => getComputedStyle(tag, '::before').color)"
    )
    assert set(shapes) == {page.evaluate("getComputedStyle(document.querySelector('h1')).color")}
    context.close()


def test_print_leaves_out_what_cannot_be_pressed(page: Page) -> None:
    page.goto("/page/docket")
    page.emulate_media(media="print")
    for selector in (".app-header", ".button-row", ".filter-row", ".keys"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.get_by_text("Leilani Kahale")).to_be_visible()
    expect(page.get_by_text("Demonstration data.")).to_be_visible()
