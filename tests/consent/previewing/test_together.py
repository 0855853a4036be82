"""The forms of one sitting previewed together: each reader sees what one form or another opens, and nothing more."""

from __future__ import annotations

from collections.abc import Callable

from portal.consent.previewing.services import preview
from portal.consent.program_packet.filling import Filled
from portal.consent.program_packet.services import command_for, sitting_of
from tests.consent.previewing.seeing import OUTSIDE, said
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]


def test_together_they_open_what_each_opens(acting: Act, county: County) -> None:
    with acting("coordinator") as (session, actor):
        filled = Filled((str(county.agencies["riverbend"]),), {})
        sitting = sitting_of(session, actor, county.people["marcus"], filled)
        commands = [command_for(session, actor, sitting, one) for one in sitting.forms]
        single = [said(preview(session, actor, one, NOW), county) for one in commands]
        together = said(preview(session, actor, commands[0], NOW, commands[1:]), county)
    assert len(commands) == 4
    assert together == {who: set().union(*(one[who] for one in single)) for who in OUTSIDE}
    assert all(together != one for one in single), "no form alone opens all of it"
    assert together["judge"] and together["defender"] and together["casemanager"]
