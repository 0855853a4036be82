"""Pages that answer with a file to keep: whoever may have it gives the password first, or it is about one person."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from werkzeug.test import TestResponse

OF_ONE = {
    "casework.outside.paper": "a fax about one person, whose answers the page shows to the same reader",
    "compliance.behaviors.paper": "a paper about one question, whose page says the same to the same reader",
    "consent.answers.team_sheet": "one person's own sheet, printed for that person",
    "consent.guided.form_file": "a form that is about to be signed, shown to the person who signs it",
    "consent.papers.copy": "the copy of a consent that the person takes home",
    "consent.papers.file": "a signed paper, whose page says the same to the same reader",
    "consent.program_packet.form_file": "a form that is about to be signed, shown to the person who signs it",
    "consent.patient_notice.paper": "a program's own notice to its patients, which names nobody",
    "court.reports.paper": "one person's filed report, whose page shows the same to the same reader",
    "court.hearings.order_paper": "what was ordered for one person, printed in the courtroom for that person",
}
"""Files that ask for no password, each with its reason."""
OF_MANY = {"court.packets.download", "court.staffing.paper", "court.staffing.docket_paper"}


def is_file(answer: TestResponse) -> bool:
    return answer.headers.get("Content-Disposition", "").startswith("attachment")


def faults(app: Flask, sent: Iterable[str]) -> list[str]:
    """Of some endpoints that sent files those which ask for nothing, or lead a browser to no page."""
    found = []
    for endpoint in sent:
        view = app.view_functions[endpoint]
        proven = getattr(view, "needs_proof", False)
        if (proven and not getattr(view, "file_back", "")) or not (proven or endpoint in OF_ONE):
            found.append(endpoint)
    return found
