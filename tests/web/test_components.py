"""What each component must not lose: labels, roles, descriptions, hidden keys."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from portal.web.components import ConflictLine, MarkKey, Problem, form_problems
from portal.web.strip import DayStrip
from tests.web.conftest import Macro
from tests.web.gallery import MARKS, TODAY, ContactForm, wrong_form


class Elements(HTMLParser):
    """Every element of a piece of markup with its attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def of(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.found if tag in tags]

    def ids(self) -> set[str]:
        return {attributes["id"] for _tag, attributes in self.found if "id" in attributes}


FIELDS = [
    ("date_past(form.happened_on)", "happened_on"),
    ("time_field(form.begins)", "begins"),
    ("radios(form.how, hint='One')", "how"),
    ("number_field(form.minutes, hint='Whole', unit='of 480')", "minutes"),
    ("select_field(form.place, hint='Where')", "place"),
    ("checkboxes(form.topics, hint='All')", "topics"),
    ("text_field(form.with_whom, hint='Names')", "with_whom"),
    ("text_area(form.note, hint='Aloud', limit=280)", "note"),
    ("date_ahead(form.next_on, hint='Ahead')", "next_on"),
    ("checkbox(form.told, hint='Say so')", "told"),
]


@pytest.mark.parametrize(("call", "_name"), FIELDS)
@pytest.mark.parametrize("wrong", [False, True])
def test_every_control_has_a_label_and_descriptions_that_exist(
    macro: Macro, call: str, _name: str, wrong: bool
) -> None:
    form = wrong_form() if wrong else ContactForm(data={"how": "person"})
    found = Elements(macro("fields", call, form=form))
    labels = {label["for"] for label in found.of("label")}
    controls = found.of("input", "select", "textarea")
    assert controls
    assert {control["id"] for control in controls} <= labels
    for _tag, attributes in found.found:
        assert set(attributes.get("aria-describedby", "").split()) <= found.ids(), attributes


@pytest.mark.parametrize("call", [call for call, name in FIELDS if name in ("happened_on", "how", "minutes", "note")])
def test_a_wrong_field_says_so_to_everybody(macro: Macro, call: str) -> None:
    markup = macro("fields", call, form=wrong_form())
    found = Elements(markup)
    assert "usa-form-group--error" in markup
    assert any("error" in message.get("id", "") for message in found.of("span"))
    described = " ".join(attributes.get("aria-describedby", "") for _tag, attributes in found.found)
    assert "-error" in described


def test_what_was_typed_stays(macro: Macro) -> None:
    form = wrong_form()
    assert 'value="4000"' in macro("fields", "number_field(form.minutes)", form=form)
    assert 'value="20"' in macro("fields", "date_past(form.happened_on)", form=form)


def test_a_counted_text_is_not_cut_off_by_the_browser(macro: Macro) -> None:
    markup = macro("fields", "text_area(form.note, limit=280)", form=ContactForm(data={"note": "four"}))
    assert "maxlength" not in markup
    assert "4 of 280 characters" in markup and 'data-limit="280"' in markup


def test_the_summary_of_errors_links_to_controls_that_exist(macro: Macro) -> None:
    form = wrong_form()
    summary = Elements(macro("forms", "error_summary(form)", form=form))
    assert summary.of("div")[0]["role"] == "alert" and summary.of("div")[0]["tabindex"] == "-1"
    targets = {link["href"].removeprefix("#") for link in summary.of("a")}
    fields = "".join(macro("fields", call, form=form) for call, _name in FIELDS)
    assert targets and targets <= Elements(fields).ids()
    assert "4 things to mend" in macro("forms", "error_summary(form)", form=form)


def test_no_errors_no_summary(macro: Macro) -> None:
    assert macro("forms", "error_summary(form)", form=ContactForm()) == ""
    assert macro("forms", "error_summary(form)", form=None) == ""


def test_errors_of_the_whole_form_come_first(in_request: None) -> None:
    form = wrong_form()
    form.form_errors.append("This session was cancelled.")
    assert form_problems(form)[0] == Problem("", "This session was cancelled.")


def test_a_form_carries_token_key_and_version_and_acts_once(macro: Macro) -> None:
    found = Elements(macro("forms", "form_start(form, '/save', version=3)", form=ContactForm()))
    hidden = {field["name"]: field["value"] for field in found.of("input")}
    assert found.of("form")[0]["method"] == "post" and "data-once" in found.of("form")[0]
    assert hidden["form_key"] == "key-1" and hidden["version"] == "3" and hidden["csrf_token"]


def test_a_form_without_object_still_carries_the_token(macro: Macro) -> None:
    found = Elements(macro("forms", "form_start(none, '/remove', form_key='k')"))
    assert {field["name"] for field in found.of("input")} == {"csrf_token", "form_key"}


def test_texts_are_escaped(macro: Macro) -> None:
    for file, call in [
        ("parts", "page_head(text, text, ('/x', text, 's'), [('/x', text)])"),
        ("parts", "empty(text, text, [('/x', text)])"),
        ("facts", "timeline([{'on': on, 'shown': text, 'text': text, 'corrected': text, 'correction': text}])"),
        ("facts", "pairs([(text, text, text)])"),
        ("tables", "cell(text, text, second=text)"),
        ("consent", "consent_note(text, '/why', basis=text, id='w', facts=[(text, text)])"),
        ("roster", "roster_row(1, text, 'mark-1', [], reason_name='r', reason=text, error=text)"),
        ("fields", "select_field(form.place, hint=text)"),
    ]:
        markup = macro(file, call, text="<script>x</script>", on=TODAY, form=ContactForm())
        assert "&lt;script&gt;" in markup and "<script" not in markup, call


def test_a_cell_without_value_is_read_as_none(macro: Macro) -> None:
    for value in (None, ""):
        markup = macro("tables", "cell('Open sanction', value)", value=value)
        assert "nil-cell" in markup and "–" in markup and ">none<" in markup
    assert ">0<" in macro("tables", "cell('Missed', 0, 'number')")


def test_a_table_keeps_its_roles_when_its_rows_become_cards(gallery: object, macro: Macro) -> None:
    rendered = _table(macro)
    found = Elements(rendered)
    assert found.of("table")[0]["role"] == "table"
    assert [cell["data-label"] for cell in found.of("td")] == ["Time"]
    heads = found.of("th")
    assert [head["scope"] for head in heads] == ["col", "col", "row"] and heads[0]["class"] == "number"
    assert "<caption" in rendered


def _table(macro: Macro) -> str:
    from flask import render_template_string

    return render_template_string(
        "{% from 'components/tables.html' import data_table, row, cell, name_cell %}"
        "{% call data_table('Two', [('Time', 'number'), 'Who']) %}"
        "{% call row() %}{{ cell('Time', '9:00', 'number') }}{{ name_cell('Leilani', '/p') }}{% endcall %}"
        "{% endcall %}"
    )


def test_marks_are_native_radios_in_a_named_group(macro: Macro) -> None:
    found = Elements(macro("roster", "mark_keys('mark-1', 'Walter Pruett', marks, 'LATE')", marks=MARKS))
    group = found.of("div")[0]
    assert group["role"] == "radiogroup" and group["aria-label"] == "Mark for Walter Pruett"
    radios = found.of("input")
    assert {radio["type"] for radio in radios} == {"radio"} and {radio["name"] for radio in radios} == {"mark-1"}
    assert [radio["value"] for radio in radios if "checked" in radio] == ["LATE"]
    assert [radio["data-letter"] for radio in radios] == ["p", "t", "l", "e", "x", "u"]


def test_a_mark_names_its_letter() -> None:
    excused = MarkKey("ABS_EX", "E&xcused", "exc.")
    assert (excused.before, excused.letter, excused.after) == ("E", "x", "cused")
    assert excused.plain_word == "Excused"
    with pytest.raises(ValueError, match="names no letter"):
        _ = MarkKey("A", "Absent", "abs.").letter


def test_the_consent_note_names_source_term_and_reason(macro: Macro) -> None:
    call = "consent_note('Harbor', '/why/1', start, end)"
    markup = macro("consent", call, start=date(2026, 7, 20), end=date(2027, 1, 31))
    assert "From Harbor. Shown under consent of Mon Jul 20, 2026 through Sun Jan 31, 2027." in markup
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in markup
    assert '<a class="why-button" href="/why/1">' in markup


def test_reasons_open_as_a_popover_and_as_a_page(macro: Macro) -> None:
    markup = macro("consent", "consent_note('Harbor', '/why/1', id='w', facts=[('For', 'Monitoring')])")
    found = Elements(markup)
    assert found.of("button")[0]["popovertarget"] == "w" and "w" in found.ids()
    assert found.of("a")[0]["href"] == "/why/1"


def test_two_texts_stand_side_by_side_and_differences_are_marked(macro: Macro) -> None:
    lines = [ConflictLine("What", "Testing", "Reassessment"), ConflictLine("Next", "Dec 3", "Dec 3")]
    markup = macro("forms", "conflict(lines, 'Gwen Tallchief', '4:52 PM')", lines=lines)
    assert re.findall(r"<mark>(.*?)</mark>", markup) == ["Testing", "Reassessment"]
    assert [button["value"] for button in Elements(markup).of("button")] == ["theirs", "mine"]


def test_a_strip_has_two_drawings_with_ids_of_their_own(macro: Macro) -> None:
    markup = macro("strip", "day_strip(strip, 's1')", strip=DayStrip(date(2026, 8, 21), TODAY))
    ids = [attributes["id"] for _tag, attributes in Elements(markup).found if "id" in attributes]
    assert len(ids) == len(set(ids)) == 4
    assert "The same in words" in markup


def test_an_action_carries_its_key_for_the_script_only(macro: Macro) -> None:
    markup = macro("parts", "action(('/s', 'Staffing sheet', 's'))")
    assert 'data-key="s"' in markup and '<kbd aria-hidden="true">s</kbd>' in markup
    assert "aria-keyshortcuts" not in markup, "a key that needs the script is announced by the script"


def test_how_a_person_is_named(macro: Macro) -> None:
    class Person:
        full_name = "Xiomara Delgado-Pruitt"
        used_name = "Xio"
        say_as = "see-oh-MAH-rah"

    assert macro("names", "used_name(person)", person=Person) == "Xio"
    assert macro("names", "say_line(person)", person=Person) == "Say “see-oh-MAH-rah”. Goes by Xio."
    assert Markup("Xiomara Delgado-Pruitt") in macro("names", "person_link(person, '/p')", person=Person)
