"""Documents that several tests look at, rendered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from portal.court.packets.assembly import assemble
from portal.court.packets.cover import CoverEntry, CoverSheet
from portal.court.reports.rendering import render_report, report_title
from portal.web.tagged_merge import Part
from tests.pdf import samples

VERIFY = "https://portal.marlow.example"


@dataclass(frozen=True)
class Paper:
    path: Path
    pdf: bytes


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Paper]:
    """The sample reports and a packet of them, by name."""
    folder = tmp_path_factory.mktemp("papers")
    contents = {"rich": samples.rich(), "poor": samples.poor(), "long": samples.long()}
    pdfs = {name: render_report(content, verify_base=VERIFY) for name, content in contents.items()}
    pdfs["packet"] = assemble(cover(), [Part(report_title(contents[name]), pdfs[name]) for name in contents])
    papers = {name: Paper(folder / f"{name}.pdf", pdf) for name, pdf in pdfs.items()}
    for paper in papers.values():
        paper.path.write_bytes(paper.pdf)
    return papers


def cover() -> CoverSheet:
    """Four people on the docket, three of them with a report in the packet."""
    people = [samples.rich().header, samples.poor().header, samples.long().header]
    entries = [
        CoverEntry(
            participant=header.participant,
            at=samples.FILED + timedelta(hours=19, minutes=10 * place),
            docket_number=header.docket_number,
            phase="Phase 2, day 48",
            report=place,
        )
        for place, header in enumerate(people)
    ]
    entries.append(CoverEntry(participant="Noor Haddad", docket_number="TC-2026-0190", phase="Phase 3, day 12"))
    return CoverSheet(
        title="Reports for the docket of Thu Nov 19, 2026",
        court="Marlow County Treatment Court",
        judge="Hon. Lorraine Abernathy",
        recipient="the judge’s office",
        purpose="to monitor the cases on this docket",
        as_of=samples.FILED,
        time_zone="America/Chicago",
        entries=tuple(entries),
        notice=samples.notice(),
    )
