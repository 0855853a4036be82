"""Small files with telling names, each where its name says."""

from __future__ import annotations

import re
import warnings
from pathlib import PurePosixPath

import pytest

from tests.architecture.checkout import ROOT, files, lines_of, project_files, rooms

PYTHON_LIMIT = 400
PYTHON_SEAM = 300
TEMPLATE_LIMIT = 160
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "data", "info", "misc"}

# Folders of templates and tests that belong to no room.
SHARED_TEMPLATES = {"layouts", "components", "errors", "pdf"}
SHARED_TESTS = {
    "architecture",
    "access",
    "vectors",
    "given",
    "browser",
    "benchmarks",
    "nightly",
    "looks",
    "leaks",
    "pdf",
    "app",
    "attacks",
}


class LongFile(UserWarning):
    """A file that is long enough to look for its seam."""


def test_python_files_are_short() -> None:
    written = [path for path in files(suffix=".py") if not path.startswith("migrations/versions/")]
    lengths = {path: lines_of(path) for path in written}
    for path, length in lengths.items():
        if PYTHON_SEAM < length <= PYTHON_LIMIT:
            with warnings.catch_warnings():
                warnings.simplefilter("default")
                warnings.warn(f"{path} has {length} lines; is there a seam?", LongFile, stacklevel=1)
    assert {path: length for path, length in lengths.items() if length > PYTHON_LIMIT} == {}


def test_templates_are_outlines() -> None:
    lengths = {path: lines_of(path) for path in files("templates/")}
    assert {path: length for path, length in lengths.items() if length > TEMPLATE_LIMIT} == {}


def test_names_say_what_a_module_decides() -> None:
    parts = {path: {*PurePosixPath(path).parts[:-1], PurePosixPath(path).stem} for path in files(suffix=".py")}
    assert {path for path, names in parts.items() if names & FORBIDDEN} == set()


def test_every_package_is_one() -> None:
    """Without its `__init__.py` a folder is left out of the import contracts."""
    folders = {str(PurePosixPath(path).parent) for path in files("portal/", ".py")}
    assert {folder for folder in folders if f"{folder}/__init__.py" not in project_files()} == set()


def test_every_folder_of_templates_has_its_room() -> None:
    folders = {path.split("/")[1] for path in files("templates/") if path.count("/") >= 2}
    assert folders - SHARED_TEMPLATES <= rooms()


def test_every_feature_of_templates_has_its_feature() -> None:
    """`templates/court/hearings/` stands for `portal/court/hearings/`; a room of one feature has pages of its own."""
    features = {
        "/".join(path.split("/")[1:3])
        for path in files("templates/")
        if path.split("/")[1] in rooms() and path.count("/") >= 3
    }
    assert {feature for feature in features if not (ROOT / "portal" / feature).is_dir()} == set()


def test_every_folder_of_tests_has_its_room() -> None:
    folders = {path.split("/")[1] for path in files("tests/", ".py") if path.count("/") >= 2}
    assert folders - SHARED_TESTS <= rooms()


@pytest.mark.parametrize("path", files(suffix=".sh"))
def test_scripts_stop_at_the_first_failure(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert "set -eu" in text or '. "$(dirname "$0")/lib.sh"' in text


def test_no_file_names_a_place_on_one_machine() -> None:
    place = re.compile(r"(?:^|[^A-Za-z0-9_./-])/(?:work|root|farm|home|Users)/[A-Za-z.]")
    found = {}
    for path in project_files():
        if "/vendor/" in path or path.endswith((".png", ".pdf", ".ttf", ".woff2", ".mo")):
            continue
        hits = [line.strip() for line in (ROOT / path).read_text(encoding="utf-8").splitlines() if place.search(line)]
        if hits:
            found[path] = hits
    assert found == {}
