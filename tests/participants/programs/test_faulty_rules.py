"""What a faulty rule file is told: always the file, the key and what would be right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from portal.participants.programs.loading import RULES, builtin_rules, load_rules, rules_from_text
from portal.participants.programs.reading import RulesUnreadable

COURT = builtin_rules("treatment_court")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The treatment court's files, to be spoiled one at a time."""
    return Path(shutil.copytree(RULES / "treatment_court", tmp_path / "court"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_changed_setting_is_another_version(folder: Path) -> None:
    assert load_rules(folder).content_hash == COURT.content_hash
    spoil(folder, "phases.toml", "sober_days = 14", "sober_days = 0")
    changed = load_rules(folder)
    assert changed.content_hash != COURT.content_hash
    assert "p1.sober" not in [milestone.key for milestone in changed.milestones]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("phases.toml", "min_days = 60", 'min_days = "60"', "phases.toml: phase[p1].min_days: must be a whole number"),
        ("phases.toml", "min_days = 60", "min_day = 60", "phases.toml: phase[p1].min_days: is missing"),
        ("phases.toml", 'key = "p2"', 'key = "p1"', "phases.toml: phase[p1]: is listed more than once"),
        (
            "phases.toml",
            "hearing_every_days = 28\n",
            "",
            "phase[p3].hearing_every_days: is missing, and the program has",
        ),
        ("phases.toml", "curfew_at = 21:00:00", 'curfew_at = "9 PM"', "phase[p1].curfew_at: must be a time of day"),
        ("phases.toml", "[6, 10]", "[10, 6]", "treatment_hours_weekly: must name the smaller number first"),
        ("phases.toml", "[6, 10]", "6", "treatment_hours_weekly: must be a range of two whole numbers"),
        ("phases.toml", 'name = "Acute', 'naem = "x"\nname = "Acute', "phase[p1].naem: is not a setting; known here:"),
        ("milestones.toml", 'phase = "p1"', 'phase = "p7"', "milestone[p1.orientation].phase: 'p7' is no phase"),
        (
            "milestones.toml",
            'kind = "document"',
            'kind = "paper"',
            "milestone[p1.orientation].kind: must be one of count",
        ),
        (
            "milestones.toml",
            'category = "phase_status"',
            'category = "gossip"',
            "category: must be a category of records",
        ),
        (
            "milestones.toml",
            '"case_manager", "prob',
            '"manager", "prob',
            "attested_by: must be roles; 'manager' is none",
        ),
        ("milestones.toml", 'measure = "attendance"', 'measure = "sober_days"', "measure: must be one of attendance"),
        ("milestones.toml", 'obligation = "restitution"\n', "", "obligation: goes with measure"),
        ("milestones.toml", "target = 80", "target = 180", "milestone[p2.attendance].target: must be a percentage"),
        ("behaviors.toml", 'classes = "PPPPP"', 'classes = "PPP"', "achievement.A1.classes: must be 5 letters"),
        ("behaviors.toml", "severity = 2", "severity = 9", "concern.B2.severity: must be a whole number from 1 to 4"),
        ("behaviors.toml", 'stable_only = ["p3"]', 'stable_only = ["x"]', "concern.B5.stable_only: must name phases"),
        ("behaviors.toml", '4 = ["high"]', "4 = []", "lookup.levels.4: must list at least one level"),
        ("behaviors.toml", '4 = ["high"]', "", "lookup.levels.4: is missing; behavior B8"),
        ("behaviors.toml", '4 = ["high"]', '5 = ["high"]', "lookup.levels.5: must be a severity from 1 to 4"),
        ("behaviors.toml", 'label = "Came late"', 'label = ""', "concern.B1.label: must be a text"),
        ("responses.toml", 'token = "Token"', "token = 3", "incentive.low.token.label: must be a text"),
        (
            "responses.toml",
            'more_contact = "More contact with the officer"',
            'more_contact = { label = "More groups", clinical = true }',
            "sanction.moderate.more_contact.clinical: treatment is never a reward or a punishment",
        ),
        ("responses.toml", "jail_stop_days = 6", "jail_stop_days = 2", "limits.jail_warn_days: must not be above"),
        (
            "responses.toml",
            "jail_stop_days = 6",
            "jail_stop_days = 5",
            "jail_long.custody_days_most: is above jail_stop",
        ),
        ("responses.toml", 'praise = "', 'warning = "', "response[warning]: is listed more than once"),
        ("tests.toml", 'raises = "B6"', 'raises = "B99"', "tests.codes.PRESUMPT.raises: 'B99' is no behavior"),
        ("tests.toml", "NEG = {", "NEGATIVE = {", "tests.codes: must be one of NEG"),
        (
            "tests.toml",
            'CANCELLED = { effect = "none", counts_as = "invalid" }',
            "",
            "tests.codes.CANCELLED: is missing",
        ),
        ("tests.toml", "tested = true", "tested = 1", "tests.tested: must be true or false"),
        ("program.toml", 'TEL = "attended"', 'TEL = "there"', "attendance.counts.TEL: must be one of attended"),
        ("program.toml", 'ABS_UN = "B2"', 'ABS_UN = "B99"', "attendance.question_for.ABS_UN: 'B99' is no behavior"),
        (
            "program.toml",
            'roles = ["case_manager"]',
            "roles = []",
            "section[case_management].when: must be hearing or review",
        ),
        ("program.toml", "[program]", "[programme]", "program.toml: program: is missing"),
        ("program.toml", "[program]", "[program", "program.toml: is not readable TOML"),
    ],
)
def test_a_fault_names_the_file_the_key_and_what_would_be_right(
    folder: Path, name: str, old: str, new: str, message: str
) -> None:
    spoil(folder, name, old, new)
    with pytest.raises(RulesUnreadable) as fault:
        load_rules(folder)
    assert message in str(fault.value) and fault.value.file == name


def test_a_program_without_hearings_may_not_ask_for_them(folder: Path) -> None:
    spoil(folder, "program.toml", "has_hearings = true", "has_hearings = false")
    with pytest.raises(RulesUnreadable, match=r"phase\[p1\].hearing_every_days: must not be set, because the program"):
        load_rules(folder)


def test_missing_files_and_unknown_programs_are_named(folder: Path) -> None:
    (folder / "tests.toml").unlink()
    with pytest.raises(RulesUnreadable, match=r"tests.toml: is missing"):
        load_rules(folder)
    with pytest.raises(RulesUnreadable, match="comes with the portal"):
        builtin_rules("juvenile")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"program": 3}'])
def test_a_stored_text_that_is_no_rules_is_refused(text: str) -> None:
    with pytest.raises(RulesUnreadable):
        rules_from_text(text)
