""" "Today": what waits first, and how much more there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from portal.accounts.home.tasks import MOST, Task, first_of
from portal.compliance.drug_tests.services import RecordTest, record_test
from portal.participants.programs.vocabulary import ResultCode
from tests.clients import SignedInClient
from tests.given.county import Acting, County


def test_what_is_not_shown_is_counted() -> None:
    tasks = [Task("due", "", str(number), "", "") for number in range(11)]
    group = first_of("Questions", tasks, "/questions")
    assert [one.text for one in group.tasks] == [str(number) for number in range(MOST)] and group.more == 3
    assert first_of("Questions", tasks[:MOST], "/questions").more == 0


def test_today_leads_to_the_questions_that_it_does_not_show(
    acting: Callable[..., Acting], county: County, client_of: Callable[[str], SignedInClient]
) -> None:
    """The oldest question stands first, and nine are eight and one more."""
    with acting("collector") as (session, actor):
        for back in range(9):
            on = date(2026, 11, 17) - timedelta(days=back)
            record_test(session, actor, RecordTest(county.people["xio"], on, ResultCode.NOSHOW))
    shown = client_of("officer").get("/").text
    questions = shown.partition("Questions")[2]
    assert '<a class="cell-action" href="/questions">1 more' in questions
    assert questions.index("Mon Nov 9") < questions.index("Tue Nov 10") and "Tue Nov 17" not in questions
