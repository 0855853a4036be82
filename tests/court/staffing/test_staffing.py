"""The staffing sheet: the matrix stops a proposal with its reason, and an answer is as protected as what it answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.compliance.behaviors.services import DecideQuestion, decide_question
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.court.dockets.models import Docket, Hearing
from portal.court.staffing import gathering, services
from portal.court.staffing.advising import judge
from portal.court.staffing.queries import proposals_for
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.clients import TOKEN, SignedInClient
from tests.court.days import Days
from tests.given.county import Acting, County


def line_of(session: Session, days: Days, name: str) -> gathering.Line:
    found = gathering.lines(session, session.get_one(Docket, days.tomorrow))
    return next(one for one in found if one.standing.participant.full_name == name)


def meant(line: gathering.Line, key: str, why: str) -> services.Propose:
    """A response that answers the first question of a line, judged by matrix and limits."""
    assert line.rules is not None
    option = line.rules.responses.option(key)
    advice = line.advice[0]
    held_on = line.standing.hearing.service_on
    judged = judge(line.rules, advice, option, None, held_on, line.earlier, with_adjustment=False)
    return services.Propose(option, why, advice=advice, judged=judged)


def test_an_undecided_absence_takes_no_sanction(acting: Callable[..., Acting], days: Days) -> None:
    with acting("coordinator") as (session, actor):
        line = line_of(session, days, "Xiomara Delgado-Pruitt")
        assert line.needs_decision and line.advice[0].sanctions_off is not None
        hearing = session.get_one(Hearing, line.id)
        with pytest.raises(Refused) as refused:
            services.propose_response(session, actor, hearing, meant(line, "letter", "Did not call."))
    assert refused.value.field == "response"


def test_who_has_no_consent_shows_no_behavior(acting: Callable[..., Acting], days: Days) -> None:
    with acting("coordinator") as (session, _):
        assert line_of(session, days, "Marcus Bell").advice == ()


def test_a_proposal_is_as_protected_as_what_it_answers(
    acting: Callable[..., Acting], county: County, days: Days
) -> None:
    """It carries the clinic's protection; the day the consent ends, the proposal is gone with the absence."""
    hearing_id = days.hearings["xio"]
    with acting("coordinator") as (session, actor):
        line = line_of(session, days, "Xiomara Delgado-Pruitt")
        hearing = session.get_one(Hearing, hearing_id)
        row = services.propose_response(session, actor, hearing, meant(line, "transport_childcare", "No ride home."))
        assert (row.origin_id, row.category) == (county.agencies["riverbend"], Category.ATTENDANCE.bit)
        services.add_view(session, actor, row, "defense_counsel", "Praise alone.")
    with acting("officer") as (session, actor):
        (one,) = proposals_for(session, [hearing_id])[hearing_id]
        assert one.views[0].words == "Praise alone."
        with pytest.raises(Refused):
            services.withdraw_proposal(session, actor, one.proposal)
    with acting("coordinator") as (session, actor):
        services.withdraw_proposal(session, actor, proposals_for(session, [hearing_id])[hearing_id][0].proposal)
        assert proposals_for(session, [hearing_id]) == {}
        line = line_of(session, days, "Xiomara Delgado-Pruitt")
        hearing = session.get_one(Hearing, hearing_id)
        services.propose_response(session, actor, hearing, meant(line, "transport_childcare", "No ride home."))
    with acting("counselor") as (session, actor):
        revoke_consent(session, actor, session.get_one(Consent, county.consents["xio-others"]), Revoke())
    with acting("defender") as (session, actor):
        assert proposals_for(session, [hearing_id]) == {}
        line, hearing = line_of(session, days, "Xiomara Delgado-Pruitt"), session.get_one(Hearing, hearing_id)
        assert line.rules is not None
        same = services.Propose(line.rules.responses.option("transport_childcare"), "A bus pass would help.")
        services.propose_response(session, actor, hearing, same)
    with acting("judge") as (session, _):
        assert len(proposals_for(session, [hearing_id])[hearing_id]) == 2, "neither knows of the other"


def test_a_form_that_took_back_a_proposal_answers_again_as_it_did(
    acting: Callable[..., Acting], client_of: Callable[[str], SignedInClient], days: Days
) -> None:
    with acting("coordinator") as (session, actor):
        line = line_of(session, days, "Marcus Bell")
        assert line.rules is not None
        option = line.rules.responses.option("transport_childcare")
        hearing = session.get_one(Hearing, line.id)
        row = services.propose_response(session, actor, hearing, services.Propose(option, "No bus before eight."))
        address = f"/proposals/{row.id}/withdraw"
    client = client_of("coordinator")
    form = dict(TOKEN.findall(client.get(address).text))
    first, second = client.post(address, data=form), client.post(address, data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert client.get(address).status_code == 404
    other = client_of("officer")
    own = dict(TOKEN.findall(other.get("/").text))["csrf_token"]
    again = other.post(address, data=form | {"csrf_token": own})
    assert again.status_code == 404, "another person's form is no repeat"


def test_a_found_absence_leaves_the_matrix_only_with_a_reason(
    acting: Callable[..., Acting], client_of: Callable[[str], SignedInClient], days: Days
) -> None:
    with acting("coordinator") as (session, actor):
        question = line_of(session, days, "Xiomara Delgado-Pruitt").advice[0].question
        decide_question(session, actor, DecideQuestion(question.question_id, "found", "She says so herself.", 0))
    sheet = f"/dockets/{days.tomorrow}/staffing?open={days.hearings['xio']}"
    client = client_of("coordinator")
    answer = client.submit(
        sheet,
        {"behavior": str(question.question_id), "response": "transport_childcare", "why": ""},
        f"/hearings/{days.hearings['xio']}/proposals",
    )
    assert answer.status_code == 422 and "Say why" in answer.text
    row = answer.text.split('<tr role="row" class="staffing-edit')[1].split("</tr>")[0]
    assert "data-error-summary" in row and "data-error-summary" not in answer.text.replace(row, "")
    assert f'/proposals#h-{days.hearings["xio"]}"' in row, "a browser without script lands at the row too"


def test_a_sanction_answers_something(acting: Callable[..., Acting], days: Days) -> None:
    with acting("coordinator") as (session, actor):
        line = line_of(session, days, "Marcus Bell")
        assert line.rules is not None
        hearing = session.get_one(Hearing, line.id)
        with pytest.raises(Refused) as refused:
            services.propose_response(
                session, actor, hearing, services.Propose(line.rules.responses.option("letter"), "Because.")
            )
    assert refused.value.field == "behavior"
