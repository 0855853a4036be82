"""The lock files: exact versions with hashes, no address, and nothing forgotten."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.checkout import ROOT, files

LOCKS = ["requirements.lock", "requirements-dev.lock"]


def text_of(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def locked(lock: str) -> dict[str, Version]:
    """Package name -> locked version."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text_of(lock), flags=re.MULTILINE)
    assert found
    return {canonicalize_name(name): Version(version) for name, version in found}


def wanted(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for: the program's dependencies and those of the groups."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = list(project["project"]["dependencies"])
    for group in groups:
        lines += project["dependency-groups"][group]
    assert len(lines) > 20
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock: str) -> None:
    lines = text_of(lock).splitlines()
    assert len(lines) > 100
    assert [
        line for line in lines if "://" in line or line.startswith("-") or re.search(r"\.(org|com|io)\b", line)
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[A-Za-z])", text_of(lock), flags=re.MULTILINE)[1:]
    assert len(entries) == len(locked(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("lock", "groups"), [(LOCKS[0], ["checkout"]), (LOCKS[1], ["checkout", "dev"])])
def test_what_the_project_asks_for_is_locked(lock: str, groups: list[str]) -> None:
    versions = locked(lock)
    for requirement in wanted(*groups):
        name = canonicalize_name(requirement.name)
        assert name in versions, f"{requirement} is not in {lock}: run make lock"
        assert requirement.specifier.contains(versions[name]), f"{requirement} is not {versions[name]}: run make lock"


def test_tests_run_against_the_versions_that_the_program_gets() -> None:
    program, tests = (locked(lock) for lock in LOCKS)
    assert {name: version for name, version in program.items() if tests.get(name) != version} == {}


def imported_modules(folder: str) -> dict[str, str]:
    """Top-level module -> one file below the folder that imports it; the standard library and our own are left out."""
    found: dict[str, str] = {}
    for path in files(folder, ".py"):
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
            found |= {name.split(".")[0]: path for name in names}
    return {name: path for name, path in found.items() if name not in {*sys.stdlib_module_names, "portal", "tests"}}


@pytest.mark.parametrize(("folder", "groups"), [("portal/", []), ("migrations/", []), ("tests/", ["checkout", "dev"])])
def test_what_is_imported_is_asked_for(folder: str, groups: list[str]) -> None:
    """A package that comes along with another one may stay away after that one's next release."""
    distributions = packages_distributions()
    asked = {canonicalize_name(requirement.name) for requirement in wanted(*groups)}
    modules = imported_modules(folder)
    assert modules
    missing = {
        module: path
        for module, path in modules.items()
        if not {canonicalize_name(name) for name in distributions.get(module, [module])} & asked
    }
    assert missing == {}
