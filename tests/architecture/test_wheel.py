"""A wheel carries all that the program needs; nothing of it leans on the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.checkout import ROOT, files

# Run with the unpacked wheel instead of the checkout on the path.
APART = """
import sys
from pathlib import Path
site, checkout = sys.argv[1:]
sys.path[:] = [site, *(entry for entry in sys.path if entry not in ("", checkout))]
from portal import paths
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout with the locked build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    outcome = subprocess.run(command, check=False, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's files, as an installer lays them."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, script: str) -> str:
    """What a script prints that sees the wheel's files and not the checkout's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "PYTHON"))}
    command = [sys.executable, "-c", APART + script, str(installed), str(ROOT)]
    outcome = subprocess.run(
        command, cwd=installed.parent, env=environment, check=False, capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def test_everything_travels(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    beside = [*files("templates/"), *files("migrations/"), "config.py"]
    expected = {*files("portal/"), *(f"portal/_packaged/{path}" for path in beside)}
    assert expected - inside == set()


def test_nothing_else_travels(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    assert [name for name in inside if not name.startswith(("portal/", "treatment_court_portal-"))] == []
    assert [name for name in inside if name.endswith((".pyc", ".sqlite3")) or "__pycache__" in name] == []


def test_the_command_is_named(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (points,) = (name for name in archive.namelist() if name.endswith("/entry_points.txt"))
    assert "portal = portal.cli:main" in archive.read(points).decode()
    assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_paths_lead_into_the_wheel(installed: Path) -> None:
    script = """
assert not paths.IN_CHECKOUT
for path in (paths.TEMPLATES, paths.MIGRATIONS, paths.CONFIG_FILE, paths.STATIC, paths.FONTS):
    assert Path(site) in path.parents and path.exists(), path
assert paths.var_folder() == Path.cwd() / "var"
print("all there")
"""
    assert run(installed, script).strip() == "all there"


def test_the_command_makes_a_database_from_what_travels(installed: Path, tmp_path: Path) -> None:
    database = tmp_path / "portal.sqlite3"
    script = f"""
import os
os.environ["PORTAL_DATABASE_URL"] = "sqlite:///{database}"
from portal.cli import main
assert Path(site) in Path(sys.modules["portal"].__file__).parents
sys.argv[:] = ["portal", "database", "upgrade"]
main()
"""
    run(installed, script)
    assert database.stat().st_size > 100_000


def test_paths_lead_into_the_checkout() -> None:
    from portal import paths

    assert paths.IN_CHECKOUT
    assert ROOT / "templates" == paths.TEMPLATES
    assert ROOT / "migrations" == paths.MIGRATIONS
    assert ROOT / "config.py" == paths.CONFIG_FILE
    assert paths.var_folder() == ROOT / "var"
