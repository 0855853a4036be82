"""S8: every branch of R70-R75, and what stops it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.facts import Reader
from portal.consent.rules.instruments import Discloser, Information
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import Action, ConsentKind, PartyType, RestrictionReach
from tests.consent.rules.builders import (
    AT,
    LONG_AGO,
    TICK,
    a_case,
    a_consent,
    a_copy,
    a_participant,
    a_record,
    a_request,
    a_restriction,
    a_revocation,
    agency,
    an_actor,
    answer,
    denied,
    passing_on,
    permitted,
    reasons,
    some_facts,
)
from tests.consent.rules.county import a_site

PROSECUTOR = Reader("da_a", "prosecutor", "da")
MANAGER = Reader("cm_a", "case_manager", "cm")
DUTY, LIMIT, NOT = (
    Reason.REDISCLOSURE_OFFICIAL_DUTY,
    Reason.REDISCLOSURE_CJ_LIMIT,
    Reason.REDISCLOSURE_NOT_PERMITTED,
)


def to(target: Reader = PROSECUTOR, purpose: str = "cj_monitoring", under: str = "part2_cj", **changes: Any) -> Any:
    return some_facts(request=passing_on(target, purpose, under), **changes)


class TestOfficialDuty:
    def test_from_one_team_member_to_another(self) -> None:
        assert permitted(to(), DUTY)
        assert set(answer(to()).obligations) == {
            Obligation.NOTICE_2_32,
            Obligation.COPY_OR_SCOPE_2_32B,
            Obligation.LOG_DISCLOSURE,
            Obligation.CJ_USE_ONLY_2_35D,
            Obligation.PROJECT_FIELDS,
        }
        assert answer(to()).consent_ids == ()

    @pytest.mark.parametrize(
        "facts",
        [
            to(purpose="case_management"),
            to(Reader("da_b", "prosecutor", "da")),
            to(MANAGER),
            to(actor=an_actor("clerk")),
            to(actor=an_actor("pd_a", "defense_counsel", "pd")),
            to(participant=a_participant(cases=(a_case(final_disposition_at=AT),))),
            to(participant=a_participant(cases=())),
        ],
        ids=["purpose", "target not on team", "target no justice", "actor not on team", "actor no justice", "end", "-"],
    )
    def test_anything_else_meets_the_limit(self, facts: Any) -> None:
        assert denied(facts, LIMIT)

    def test_received_under_another_kind_it_is_not_permitted(self) -> None:
        assert denied(to(under="part2_general"), NOT)

    def test_up_to_the_disposition(self) -> None:
        assert permitted(to(participant=a_participant(cases=(a_case(final_disposition_at=AT + TICK),))), DUTY)

    def test_one_same_case(self) -> None:
        stint = (Interval(LONG_AGO, None),)
        apart = (a_case(team={"coord": stint}), a_case(id="CR-2", team={"da_a": stint}))
        assert denied(to(participant=a_participant(cases=apart)), LIMIT)
        shared = (*apart, a_case(id="CR-3", team={"coord": stint, "da_a": stint}))
        assert permitted(to(participant=a_participant(cases=shared)), DUTY)

    def test_an_ended_case_does_not_hide_an_open_one(self) -> None:
        cases = (a_case(final_disposition_at=AT), a_case(id="CR-2"))
        assert permitted(to(participant=a_participant(cases=cases)), DUTY)

    def test_the_target_s_ceiling_stops_it_for_good(self) -> None:
        consent = a_consent(disclosers=(Discloser(PartyType.AGENCY, "court"),), recipients=(agency("da"),))
        facts = replace(to(record=a_record("level_of_care")), consents=(consent,))
        assert denied(facts, Reason.ROLE_CATEGORY_NOT_NEEDED)

    def test_restriction_and_withholding_do_not_stop_it(self) -> None:
        facts = to(record=a_record(withheld=True), restrictions=(a_restriction(reach=RestrictionReach.ALL),))
        assert permitted(facts, DUTY)


class TestOfficialDutyOnlyToNamed:
    """D5, read strictly: whoever is told must also be named by a sound consent in force, whatever it covers."""

    def strictly(self, *consents: Any, target: Reader = PROSECUTOR) -> Any:
        site = replace(a_site(), official_duty_only_to_named=True)
        return to(target, site=site, consents=consents)

    def test_nobody_is_named_without_a_consent(self) -> None:
        assert denied(self.strictly(), LIMIT)

    @pytest.mark.parametrize("purpose", ["cj_monitoring", "treatment"])
    def test_a_consent_that_names_the_target_whatever_it_covers(self, purpose: str) -> None:
        named = a_consent(
            recipients=(agency("da"),), information=Information(frozenset()), purposes=frozenset({purpose})
        )
        sound = replace(named, information=Information(frozenset({"drug_test"})))
        assert permitted(self.strictly(sound), DUTY)
        assert permitted(self.strictly(a_consent(), sound), DUTY)
        assert denied(self.strictly(named), LIMIT), "a form with a defect names nobody"

    @pytest.mark.parametrize(
        "changes",
        [
            {"recipients": (agency("court"),)},
            {"disclosers": (Discloser(PartyType.AGENCY, "south"),)},
            {"participant": "P2"},
            {"revocations": (a_revocation(AT),)},
            {"effective_from": AT + TICK},
        ],
        ids=["another recipient", "another discloser", "another participant", "revoked", "not yet"],
    )
    def test_a_consent_that_does_not_name_it_now(self, changes: dict[str, Any]) -> None:
        assert denied(self.strictly(a_consent(**{"recipients": (agency("da"),), **changes})), LIMIT)


MIND = an_actor("mind_a", "clinician", "mind")
SOUTH = an_actor("tx_s", "clinician", "south")
NORTH = an_actor("tx_a", "clinician", "north")


class TestUnderTpo:
    @pytest.mark.parametrize(
        ("actor", "where", "purpose", "reason"),
        [
            (MIND, "er", "treatment", Reason.REDISCLOSURE_HIPAA),
            (MIND, "plan", "payment", Reason.REDISCLOSURE_HIPAA),
            (MIND, "lab", "operations", Reason.REDISCLOSURE_HIPAA),
            (MIND, "plan", "treatment", NOT),
            (MIND, "cm", "payment", NOT),
            (MIND, "er", "cj_monitoring", NOT),
            (SOUTH, "er", "treatment", Reason.REDISCLOSURE_PER_CONSENT),
            (SOUTH, "er", "payment", Reason.REDISCLOSURE_PER_CONSENT),
            (SOUTH, "plan", "payment", NOT),
            (SOUTH, "er", "cj_monitoring", NOT),
            (an_actor("cm_a", "case_manager", "cm"), "er", "treatment", NOT),
            (an_actor("lab_a", "clinician", "lab"), "er", "treatment", Reason.REDISCLOSURE_HIPAA),
        ],
    )
    def test_who_may_pass_on_to_whom_for_what(self, actor: Any, where: str, purpose: str, reason: Reason) -> None:
        facts = to(Reader("someone", "visitor", where), purpose, "part2_tpo", actor=actor)
        assert reasons(facts) == {reason}

    def test_a_covered_program_whose_hipaa_way_fails_may_still_follow_the_consent(self) -> None:
        """North is both: for payment to a treating agency that is no covered entity, 2.33(b)(2) remains."""
        participant = a_participant(treating_agencies=frozenset({"cm"}))
        record = a_record(origin="south")
        facts = to(MANAGER, "payment", "part2_tpo", actor=NORTH, record=record, participant=participant)
        assert permitted(facts, Reason.REDISCLOSURE_PER_CONSENT)

    def test_neither_ceiling_nor_restriction_nor_withholding(self) -> None:
        facts = to(
            Reader("someone", "visitor", "er"),
            "treatment",
            "part2_tpo",
            actor=MIND,
            record=a_record(withheld=True),
            restrictions=(a_restriction(),),
        )
        assert permitted(facts, Reason.REDISCLOSURE_HIPAA)

    @pytest.mark.parametrize(
        ("actor", "own"),
        [
            (MIND, Obligation.HIPAA_REDISCLOSURE_ALLOWED),
            (SOUTH, Obligation.REDISCLOSE_PER_CONSENT_2_33B2),
        ],
    )
    @pytest.mark.parametrize("purpose", ["treatment", "operations"])
    def test_obligations(self, actor: Any, own: Obligation, purpose: str) -> None:
        owed = answer(to(Reader("er_a", "clinician", "er"), purpose, "part2_tpo", actor=actor)).obligations
        fields = set() if purpose == "treatment" else {Obligation.PROJECT_FIELDS}
        assert set(owed) == fields | {
            own,
            Obligation.NO_LEGAL_USE,
            Obligation.NOTICE_2_32,
            Obligation.COPY_OR_SCOPE_2_32B,
            Obligation.LOG_DISCLOSURE,
        }


def named_holder(**changes: Any) -> Any:
    return a_consent(
        disclosers=(Discloser(PartyType.AGENCY, "court"),),
        recipients=(agency("cm"),),
        purposes=frozenset({"case_management"}),
        **changes,
    )


class TestConsentNamingTheHolder:
    @pytest.mark.parametrize(("under", "no"), [("part2_cj", LIMIT), ("part2_tpo", NOT), ("part2_general", NOT)])
    def test_it_permits_or_the_limit_stands(self, under: str, no: Reason) -> None:
        facts = to(MANAGER, "case_management", under)
        assert denied(facts, no)
        consented = replace(facts, consents=(named_holder(),))
        assert permitted(consented) and answer(consented).consent_ids == ("C-1",)

    @pytest.mark.parametrize(
        "changes",
        [
            {"consents": (a_consent(),)},
            {"consents": (named_holder(known_false=True),)},
            {"record": a_record("medication_detail")},
            {"restrictions": (a_restriction(reach=RestrictionReach.ALL),)},
        ],
        ids=["names the origin", "false", "beyond the consent", "restricted"],
    )
    def test_any_failure_becomes_the_limit(self, changes: dict[str, Any]) -> None:
        facts = replace(to(MANAGER, "case_management"), consents=(named_holder(),))
        assert denied(replace(facts, **changes), LIMIT)

    def test_the_target_s_ceiling_becomes_the_limit(self) -> None:
        visitor = Reader("cm_a", "visitor", "cm")
        assert denied(replace(to(visitor, "case_management"), consents=(named_holder(),)), LIMIT)

    def test_the_origin_s_withholding_does_not_reach_a_holder(self) -> None:
        facts = to(MANAGER, "case_management", record=a_record(withheld=True))
        assert permitted(replace(facts, consents=(named_holder(),)))

    def test_the_basis_claimed_is_not_looked_at(self) -> None:
        facts = replace(to(MANAGER, "case_management"), consents=(named_holder(),))
        assert permitted(replace(facts, request=replace(facts.request, basis="emergency")))


class TestOriginStaff:
    """There is nothing to *re*disclose: only the consents remain, as for any other disclosure."""

    def test_no_official_duty_and_no_hipaa_way(self) -> None:
        court_record = a_record(origin="court")
        assert denied(to(record=court_record), LIMIT)
        assert denied(to(Reader("er_a", "clinician", "er"), "treatment", "part2_tpo", actor=NORTH), NOT)

    def test_a_consent_naming_the_program_serves(self) -> None:
        facts = to(Reader("coord", "court_coordinator", "court"), actor=NORTH)
        assert permitted(replace(facts, consents=(a_consent(),)))

    def test_its_own_withholding_binds_it(self) -> None:
        facts = to(Reader("coord", "court_coordinator", "court"), actor=NORTH, record=a_record(withheld=True))
        assert denied(replace(facts, consents=(a_consent(),)), LIMIT)


def test_holding_a_copy_is_no_shortcut() -> None:
    facts = to(MANAGER, "case_management", record=a_record(held_copy=a_copy()))
    assert denied(facts, LIMIT)


def test_a_redisclosure_without_a_target_denies() -> None:
    facts = some_facts(request=a_request(action=Action.REDISCLOSE))
    assert reasons(facts) == {"ERROR"}


def test_a_target_that_is_mentioned_in_a_read_changes_nothing() -> None:
    facts = replace(to(MANAGER), consents=(a_consent(ConsentKind.GENERAL),))
    assert permitted(replace(facts, request=replace(facts.request, action=Action.READ)))
