"""Runs the mutation tester (mutmut) over a part of the project, on a copy of it below var/mutation.

A mutant is named by its function and by the line that it changes, so that the list of survivors stays true when another
line of the function is edited. What was judged is kept until the code or a test changes: a stopped run goes on.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from mutmut.configuration import reset_config
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "mutation"
COPIED = ("config.py", "migrations", "templates")
PROCESSES = os.environ.get("PORTAL_MUTATION_PROCESSES", "2")
PYTEST = ["-p", "tests.nightly.judging", "--assert=plain", "--tb=no"]
"""Of a test that fails, only that it failed is of interest."""
SLOWER = ("cacheprovider", "faulthandler", "threadexception", "unraisableexception")
"""What pytest need not look after while it judges a mutant: half of the time that it takes."""
KILLED = {"killed", "timeout"}
SURVIVED = {"survived", "no tests"}


class MutationFailed(RuntimeError):
    """The tester could not do its work; the message is its own."""


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """One change of one line (of a few, where a call spans several) of a function."""

    function: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the project and its judges, as mutation.toml has them."""

    name: str
    mutated: list[str]
    first: str
    judges: list[str]
    left_out: list[str]
    wording: list[str]

    @property
    def folder(self) -> Path:
        return VAR / self.name

    def judged(self, most: int | None, seed: int) -> dict[str, str]:
        """Name of each judged mutant -> what became of it: of all, or of so many taken at random."""
        self.prepare()
        if most is None:
            self.run()
        else:
            self.run(self.first)
            names = sorted(self.outcomes())
            self.run(*Random(seed).sample(names, min(most, len(names))))
        return {name: outcome for name, outcome in self.outcomes().items() if outcome != "not checked"}

    def prepare(self) -> None:
        """A folder that looks like the project, with the tester's settings; emptied when anything has changed."""
        settings = {
            "source_paths": ["portal"],
            "only_mutate": self.mutated,
            "do_not_mutate_patterns": self.wording,
            "also_copy": list(COPIED),
            "pytest_add_cli_args": [
                *PYTEST,
                *(f"-pno:{plugin}" for plugin in SLOWER),
                *(f"--deselect={test}" for test in self.left_out),
            ],
            "pytest_add_cli_args_test_selection": self.judges,
            # The copy is no checkout, and is made anew when anything changes.
            "use_git_change_detection": False,
            "track_dependencies": False,
        }
        lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
        written = "\n".join([(ROOT / "pyproject.toml").read_text(encoding="utf-8"), "[tool.mutmut]", *lines, ""])
        state = digest(written)
        if self.folder.is_dir() and (self.folder / "state").read_text() == state:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / "workshop").mkdir()
        for name in ("portal", "tests", *COPIED):
            (self.folder / name).symlink_to(ROOT / name)
        (self.folder / "pyproject.toml").write_text(written, encoding="utf-8")
        (self.folder / "state").write_text(state)

    def run(self, *names: str) -> None:
        """Judge these mutants, or all that were not judged yet."""
        command = [Path(sys.executable).parent / "mutmut", "run", "--max-children", PROCESSES, *names]
        environment = {
            **os.environ,
            "PORTAL_TEST_WORKSHOP": str(self.folder / "workshop"),
            "PORTAL_TEST_PROFILE": "mutants",
            "PORTAL_TEST_POSTGRES": "postgresql:///judges-ask-sqlite-alone",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        with (self.folder / "log").open("w") as log:
            done = subprocess.run(command, cwd=self.folder, env=environment, stdout=log, stderr=log, check=False)
        if done.returncode:
            raise MutationFailed(last_lines(self.folder / "log"))

    def outcomes(self) -> dict[str, str]:
        """Name of each mutant -> killed, survived, timeout, ...; "not checked" is one that was not judged."""
        found: dict[str, int | None] = {}
        for path in self.folder.glob("mutants/**/*.meta"):
            found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        return {name: status_by_exit_code[code] for name, code in found.items()}

    def has(self, mutant: Mutant) -> bool:
        """Whether it belongs to this part."""
        prefixes = (path.removesuffix(".py").removesuffix("*").replace("/", ".") for path in self.mutated)
        return any(mutant.function.startswith(prefix) for prefix in prefixes)

    def of(self, mutants: Iterable[Mutant]) -> set[str]:
        """The names of all mutants of the functions that these mutants change."""
        functions = {mutant.function for mutant in mutants}
        return {name for name in self.outcomes() if function_of(name) in functions}

    def described(self, names: Iterable[str]) -> dict[str, Mutant]:
        """What each of these mutants changes. The tester keeps the settings of the part before."""
        reset_config()
        with chdir(self.folder):
            return {name: Mutant(function_of(name), *change(get_diff_for_mutant(name))) for name in names}


def function_of(name: str) -> str:
    """`portal.consent.rules.intervals.Interval.covers`, of the tester's own name for one of its mutants."""
    module, _, mangled = name.rpartition(".")
    function = mangled.rpartition("__mutmut_")[0].removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return f"{module}.{function}"


def change(diff: str) -> tuple[str, str]:
    """The lines that a diff takes away, and those that it puts in their place, each as one line."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    taken, put = ([line[1:].strip() for line in lines if line.startswith(sign)] for sign in "-+")
    return " ".join(taken), " ".join(put)


def digest(settings: str) -> str:
    """Changes whenever the code, a test or the settings do."""
    found = sha256(settings.encode())
    for path in sorted(read_by_judges()):
        found.update(path.read_bytes())
    return found.hexdigest()


def read_by_judges() -> Iterator[Path]:
    for folder in ("portal", "tests", "migrations"):
        for ending in ("py", "toml", "json"):
            yield from (ROOT / folder).rglob(f"*.{ending}")


def last_lines(path: Path, count: int = 40) -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
