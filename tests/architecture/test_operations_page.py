"""What the operations guide tells to type fits the program and itself."""

from __future__ import annotations

import re
import runpy

import click
import pytest

from portal.cli import portal
from tests.architecture.checkout import ROOT

GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"(portal-as-owner|/opt/portal/bin/portal) ((?:[a-z]+ ?)+)", GUIDE)))
BARE = re.compile(r"`(?:# )?portal (?:audit|account|restore|backup|doctor|database|open)\b")
WORDS = 2


def test_the_proxy_lets_the_largest_form_through() -> None:
    """The portal says itself what is too large; nginx has only a page of its own."""
    taken = 2 * int(runpy.run_path(str(ROOT / "config.py"))["UPLOAD_MEGABYTES"]) + 4
    (allowed,) = re.findall(r"client_max_body_size (\d+)m;", GUIDE)
    assert int(allowed) > taken


def test_what_certbot_is_told_to_use_is_installed() -> None:
    assert "certbot certonly --nginx" in GUIDE and "python3-certbot-nginx" in GUIDE.split("## 2.")[0]


def test_no_command_is_typed_without_its_settings() -> None:
    assert BARE.findall(GUIDE) == []


@pytest.mark.parametrize("typed", [words for _, words in COMMANDS])
def test_each_command_is_there(typed: str) -> None:
    found: click.Command | None = portal
    for word in typed.split()[:WORDS]:
        if isinstance(found, click.Group):
            found = found.commands.get(word)
    assert found is not None and not isinstance(found, click.Group)


def test_what_is_restored_belongs_to_the_account_that_reads_it() -> None:
    restoring = GUIDE.split("**Rehearse each quarter**")[1].split("## 9.")[0]
    given = re.search(r"portal-as-owner restore (\S+) --identity (\S+)", restoring)
    assert given is not None
    for place in given.groups():
        folder, name = place.rsplit("/", 1)
        assert folder.startswith("/var/") and folder != "/var/lib/portal", "the data folder must be empty"
        assert re.search(rf"install .*-o portal .*{re.escape(name)}.* {re.escape(folder)}/", restoring)
