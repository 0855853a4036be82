"""Rules for every page: its frame, its policy, and what no template may hold."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal import paths
from tests.web.gallery import PAGES

TEMPLATES = sorted(paths.TEMPLATES.rglob("*.html"))
RENDERED_ERRORS = (400, 403, 409, 413, 429)
PLAIN_ERRORS = (404, 500, 503)


def page(gallery: Flask, address: str) -> str:
    answer = gallery.test_client().get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(paths.TEMPLATES)))
def test_no_template_breaks_the_content_policy_or_the_escaping(path: object) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"[\s'\"]style\s*=", text), "styles belong into portal.css"
    assert "<style" not in text
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text), "handlers belong into a static script"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"javascript:|hx-on|\|\s*safe\b|autoescape false", text)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_frame_to_move_in(gallery: Flask, name: str) -> None:
    text = page(gallery, f"/page/{name}")
    assert re.search(r"<title>.+ - Treatment Court Portal</title>", text)
    assert text.count("<h1") == 1
    assert text.count('<main id="main"') == 1 and 'href="#main"' in text
    assert '<html lang="en-US">' in text
    assert '"allowEval":false' in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("sign-in", "bench")])
def test_every_working_page_says_who_is_signed_in_and_what_protects_the_records(gallery: Flask, name: str) -> None:
    text = page(gallery, f"/page/{name}")
    assert "Dana Whitfield" in text and "Coordinator, Marlow County Treatment Court" in text
    assert "protected by federal law (42 CFR Part 2). Every look is recorded." in text
    assert "Times are Central Time." in text
    assert "Demonstration data. No real people." in text
    assert re.search(r'<form class="sign-out" method="post".*?name="csrf_token" value="[^"]+"', text, re.DOTALL)


def test_the_person_s_facts_stand_before_the_content(gallery: Flask) -> None:
    text = page(gallery, "/page/person")
    assert text.index("<h1") < text.index("identity-bar__say") < text.index('<dl class="fact"') < text.index("<main")
    assert "Goes by Xio. TC-2026-0147" in text


def test_what_the_last_form_did_stands_first_and_is_announced(gallery: Flask) -> None:
    text = page(gallery, "/page/roster")
    note = text.index('<p class="saved-note" role="status">The marks are saved.')
    assert text.index("<main") < note < text.index("<h1")
    assert "saved-note" not in page(gallery, "/page/docket")


def test_a_page_with_errors_says_so_in_its_title(gallery: Flask) -> None:
    assert "<title>Error: Log a contact - " in page(gallery, "/page/form-errors")
    assert "<title>Log a contact - " in page(gallery, "/page/task")


def test_a_frame_without_anybody_shows_no_menu(gallery: Flask) -> None:
    with gallery.test_request_context():
        text = gallery.jinja_env.get_template("layouts/base.html").render()
    assert "Menu" not in text and "sign-out" not in text


@pytest.mark.parametrize("code", PLAIN_ERRORS)
def test_some_answers_are_plain_files_without_anything_of_anybody(code: int) -> None:
    text = (paths.TEMPLATES / "errors" / f"{code}.html").read_text("utf-8")
    assert "{{" not in text and "{%" not in text
    assert "protected by federal law" in text


def test_not_found_tells_nothing_apart(gallery: Flask) -> None:
    assert "Not found or not available to you." in page(gallery, "/error/404")


@pytest.mark.parametrize("code", RENDERED_ERRORS)
def test_other_errors_need_no_context(gallery: Flask, code: int) -> None:
    text = page(gallery, f"/error/{code}")
    assert "Dana Whitfield" not in text
    assert "<h1>" in text


def test_the_conflict_page_brings_back_what_was_typed(gallery: Flask) -> None:
    text = page(gallery, "/page/conflict")
    assert 'name="version" value="4"' in text and 'name="why" value="Two uses"' in text
    assert re.findall(r'name="keep" value="(\w+)"', text) == ["theirs", "mine", "both"]


def test_a_form_that_lost_its_token_is_refused(gallery: Flask) -> None:
    assert gallery.test_client().post("/page/task").status_code in (400, 405)
