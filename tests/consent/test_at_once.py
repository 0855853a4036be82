"""Two people change the sharing at the same moment: what is compiled afterwards is what both left on file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.agreements.services import agree, end_agreement
from portal.consent.compile import difference, difference_of_agreements
from portal.consent.instruments.models import Agreement, Consent
from portal.consent.instruments.services import record_consent
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.team_agreements.services import propose_version, sign_version
from portal.consent.turns.services import AgreeToRestriction, agree_to_restriction, mark_false
from portal.gate.vocabulary import Category
from portal.participants.enrollments.models import TeamMember
from portal.participants.enrollments.services import end_assignment
from tests.consent.at_once import at_once
from tests.consent.test_team_agreements import SPEAK, narrower, sign
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_court_paper

Act = Callable[..., Acting]


def test_who_leaves_the_team_gets_nothing_by_a_consent_entered_meanwhile(acting: Act, county: County) -> None:
    def leaves(session: Session, actor: Principal) -> None:
        wanted = select(TeamMember).where(
            TeamMember.participant_id == county.people["xio"], TeamMember.user_id == county.users["prosecutor"]
        )
        end_assignment(session, actor, session.scalars(wanted).one())

    def enters(session: Session, actor: Principal) -> None:
        paper = a_court_paper(session, county, "xio")
        to_prosecution = ({"type": "agency", "id": str(county.agencies["prosecution"])},)
        record_consent(session, actor, replace(paper, recipients=to_prosecution))

    at_once(acting, ("coordinator", leaves), ("coordinator", enters))
    with acting("coordinator") as (session, _):
        assert difference(session, county.people["xio"]) == []


def test_a_consent_called_false_is_not_opened_again_by_who_had_it_before_the_eyes(acting: Act, county: County) -> None:
    def calls_false(session: Session, actor: Principal) -> None:
        mark_false(session, actor, session.get_one(Consent, county.consents["xio-others"]), "Somebody else signed.")

    def promises(session: Session, actor: Principal) -> None:
        held = session.get_one(Consent, county.consents["xio-others"])
        agree_to_restriction(session, actor, AgreeToRestriction(county.people["xio"]))
        assert held.known_false, "also where it was in hand before"

    with acting("privacy") as (session, _):
        assert difference(session, county.people["xio"]) == []
    at_once(acting, ("privacy", calls_false), ("privacy", promises))
    with acting("privacy") as (session, _):
        assert difference(session, county.people["xio"]) == []


def test_a_service_that_ended_is_not_opened_again_by_another_agreement(acting: Act, county: County) -> None:
    mine, others = county.agencies["riverbend"], ("bridgeway", "southgate")
    with acting("privacy") as (session, actor):
        kept = agree(
            session,
            actor,
            AgreementKind.QSO,
            mine,
            NOW - timedelta(days=9),
            party_id=county.agencies[others[0]],
            categories=Category.BILLING.bit,
        ).id

    def ends(session: Session, actor: Principal) -> None:
        end_agreement(session, actor, session.get_one(Agreement, kept), NOW)

    def records(session: Session, actor: Principal) -> None:
        party = county.agencies[others[1]]
        agree(session, actor, AgreementKind.QSO, mine, NOW, party_id=party, categories=Category.BILLING.bit)

    at_once(acting, ("privacy", records), ("privacy", ends))
    with acting("privacy") as (session, _):
        assert difference_of_agreements(session) == []


def test_the_last_two_signatures_come_together(acting: Act, county: County) -> None:
    with acting("coordinator") as (session, actor):
        version_id = propose_version(session, actor, narrower(county, judge=(Category.DRUG_TEST,))).id
    for who in SPEAK[:-2]:
        sign(acting, who, version_id)

    def signs(session: Session, actor: Principal) -> None:
        sign_version(session, actor, session.get_one(Agreement, version_id))

    at_once(acting, (SPEAK[-2], signs), (SPEAK[-1], signs))
    with acting("coordinator") as (session, _):
        assert difference_of_agreements(session) == []
