"""What people need, found by the case manager, worked on, and met more often than not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.demo.calendar import Calendar, at_desk, weeks
from portal.demo.happenings import Happening, NeedFound, NeedMoved
from portal.demo.lives.life import Life

NEEDS = (
    ("housing", "A place of one's own; sleeps at a cousin's", "A lease in my name"),
    ("work", "Work with hours that fit the program", "A job I can keep"),
    ("transport", "A way to get to the morning group", "Bus pass for the month"),
    ("papers", "State ID and birth record", "My ID back"),
    ("health", "A doctor, and coverage", "One visit with a doctor"),
    ("family", "Visits with the children set up", "Saturdays with my kids"),
    ("school", "GED, two parts left", "Pass the math part"),
    ("income", "Food benefits applied for", "Enough for the month"),
    ("legal", "A plan for the license and old fines", "My license back"),
)
WORDS = {"in_work": ("Forms sent", "Appointment made", "On the list"), "met": ("Done, paper seen", "Seen at the visit")}


def help_with(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """On a day of contact: a need is found in the first weeks; later one is moved on."""
    by = life.person.manager
    if not by or not life.here or life.seen_on.get("manager") != day:
        return
    at = at_desk(day, by)
    since = (day - life.enters_on).days
    if len(life.needs) < 3 and (since < 40 or life.chance(0.05)) and life.chance(0.7):
        area, words, goal = life.pick([need for need in NEEDS if need[0] not in life.needs] or NEEDS)
        if area not in life.needs:
            life.needs[area] = "open"
            due_on = day + weeks(life.rng.randint(8, 20))
            yield NeedFound(at=at, by=by, person=life.key, area=area, words=words, goal=goal, due_on=due_on)
            return
    for area, state in life.needs.items():
        if state != "met" and life.chance(0.32):
            after = "met" if state == "in_work" else "in_work"
            life.needs[area] = after
            yield NeedMoved(
                at=at,
                by=by,
                person=life.key,
                area=area,
                state=after,
                words=life.pick(WORDS[after]),
            )
            return
