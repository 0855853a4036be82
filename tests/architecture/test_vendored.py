"""Files from other projects are unchanged, complete and licensed; no sheet of ours asks another host."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from portal import paths
from tests.architecture.checkout import ROOT, files

FOLDERS = [
    paths.VENDOR,
    paths.PACKAGE / "accounts" / "passwords" / "vendor",
    ROOT / "tests" / "browser" / "vendor",
]

# Named by the design system's sheet for families and a page type that the portal does not use.
LEFT_OUT = re.compile(r"\.\./(fonts/(source-sans-pro|merriweather|roboto-mono)/.*\.woff2|img/hero\.jpg)")


def listed(folder: Path) -> dict[str, str]:
    """File -> SHA-256, as the folder's VENDORED.md has it."""
    rows = re.findall(r"^\| (\S+) \| `([0-9a-f]{64})` \|$", (folder / "VENDORED.md").read_text("utf-8"), re.MULTILINE)
    assert rows
    return dict(rows)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_vendored_files_are_what_the_list_says(folder: Path) -> None:
    for name, digest in listed(folder).items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_vendored_file_is_listed(folder: Path) -> None:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found - set(listed(folder)) == {"VENDORED.md"}


def test_what_the_design_system_names_is_there() -> None:
    sheet = (paths.VENDOR / "uswds.min.css").read_text("utf-8")
    named = {name for name in re.findall(r"url\(([^)]*)\)", sheet) if name and not name.startswith("data:")}
    assert len(named) > 40
    missing = {name for name in named if not LEFT_OUT.fullmatch(name) and not (paths.VENDOR / name).resolve().is_file()}
    assert missing == set()


@pytest.mark.parametrize("face", ["Regular", "Italic", "SemiBold", "Bold"])
@pytest.mark.parametrize("kind", ["woff2", "ttf"])
def test_each_face_is_there_for_pages_and_for_paper(face: str, kind: str) -> None:
    assert (paths.FONTS / f"PublicSans-{face}.{kind}").stat().st_size > 20_000


def named_file(sheet: Path, name: str) -> Path:
    """The file that a sheet of ours names; `asset:` is our PDFs' own scheme for packaged files."""
    if name.startswith("asset:"):
        asset = name.removeprefix("asset:")
        return (paths.FONTS if asset.endswith(".ttf") else sheet.parent) / asset
    return (sheet.parent / name).resolve()


def test_our_sheets_ask_no_other_host() -> None:
    for path in files("portal/static/", ".css"):
        if "/vendor/" in path:
            continue
        sheet = (ROOT / path).read_text("utf-8")
        assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import", sheet), path
        for name in re.findall(r"url\([\"']?([^)\"'#]+)[\"']?\)", sheet):
            assert name.startswith("data:") or named_file(ROOT / path, name).is_file(), f"{path}: {name}"
