"""Each doubt in plain words: the question, what the strict reading does, and what another one would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from portal.consent.doubts.vocabulary import Doubt


@dataclass(frozen=True, slots=True)
class Told:
    """`rule`: the numbers of the rules; `other`: the second reading, or, where there is none, why not."""

    rule: str
    title: Any
    question: Any
    strict: Any
    other: Any


WORDS: dict[Doubt, Told] = {
    Doubt.D1: Told(
        "D1, R85",
        _("Contested hearings"),
        _(
            "May the court use treatment reports at a hearing where the person may lose something, such as a "
            "hearing to end the program?"
        ),
        _("No. Such a hearing needs a consent of its own, or a court order."),
        _(
            "Only this reading is built. The portal can't tell on which side of the line a hearing falls, so it "
            "stays on the safe side."
        ),
    ),
    Doubt.D2: Told(
        "D2, R63",
        _("Taking a court consent back early"),
        _(
            "A person takes a court consent back before the form allows it. Does that count later, when the time "
            "has come?"
        ),
        _("Yes. It is kept, and it works by itself on the day the form allows it."),
        _("Only this reading is built. The other one would make the person ask twice."),
    ),
    Doubt.D3: Told(
        "D3, R20",
        _("The last day of a consent"),
        _("A form says that it ends on a day, and gives no hour. Is that day still covered?"),
        _("Yes. It holds through that day and ends at midnight, as the rules have it."),
        _("No. It ends when that day begins. This counts for forms that are entered from now on."),
    ),
    Doubt.D4: Told(
        "D4",
        _("Is the court itself a treatment program?"),
        _(
            "A court that tests people's need for treatment, or sends them to it, may be a program under the "
            "federal rules."
        ),
        _("It is asked for each agency when the agency is registered, not here."),
        _("Nothing to choose here. Counsel should look at each court and each case management office."),
    ),
    Doubt.D5: Told(
        "D5, R71",
        _("Passing a report on inside the justice system"),
        _(
            "A judge was told under a court consent. May the judge tell another officer on the same team whom no "
            "consent names?"
        ),
        _("No. The other one must be named in a consent as well."),
        _("Yes, when both are on the team of the same open case and it is for monitoring."),
    ),
    Doubt.D6: Told(
        "D6, D15, R93",
        _("Counseling notes in an emergency"),
        _("May a doctor see a counselor's own notes in a medical emergency?"),
        _("No. Notes open by a consent of their own, or by a court order that names them."),
        _("Only this reading is built. All else in the record is open in an emergency, so lives do not depend on it."),
    ),
    Doubt.D7: Told(
        "D7, R29",
        _("Taking a consent back by word of mouth"),
        _("A person says that sharing must stop, and writes nothing. Does it stop?"),
        _("Yes, at once. Staff ask for the paper, and both are kept."),
        _("Only this reading is built. Waiting for paper would go on telling what a person no longer wants told."),
    ),
    Doubt.D8: Told(
        "D8, R121",
        _("A promise to the patient, and reports to the court"),
        _("A program promised a person not to share something. Does that bind reports to the court too?"),
        _("Only when the program says so in the promise. Then what it is about is not told to the court either."),
        _("Only this reading is built. A promise that was made is kept."),
    ),
    Doubt.D9: Told(
        "D9, R57",
        _("Consents after a death"),
        _("A person dies. Do the consents that were signed in life go on?"),
        _("No. They stop on the day the death is recorded, until somebody has looked at them."),
        _("Yes, until they end by themselves. This counts for deaths that are recorded from now on."),
    ),
    Doubt.D10: Told(
        "D10",
        _("Forms from before February 2026"),
        _("Is a form still good that was signed before the new federal rules?"),
        _("It is checked like a new one, and opens nothing when something is missing."),
        _("Only this reading is built. Ask for a new form; it takes a few minutes."),
    ),
    Doubt.D11: Told(
        "D11, R32",
        _("The court team as one recipient"),
        _("Is it enough when a form names the court team, and not the agencies and posts in it?"),
        _("No. Such a form is not taken; agencies, posts or people must be named."),
        _("Yes. It covers whoever is on the team of the case at the time. This counts for forms entered from now on."),
    ),
    Doubt.D12: Told(
        "D12",
        _("What the portal is to a program"),
        _("Does the portal work for each program, or does it pass records on in its own name?"),
        _("It works for each program, under a written agreement with each."),
        _("Nothing to choose. The other role has duties that the portal does not fulfill."),
    ),
    Doubt.D13: Told(
        "D13",
        _("Tests that a program and an officer do together"),
        _("Whose record is a drug test that both had a hand in?"),
        _("The one's who enters it. What a program enters stays under the federal rules, wherever it goes."),
        _("Only this reading is built. The law follows who made the record, and the portal can't guess."),
    ),
    Doubt.D14: Told(
        "D14, R171",
        _("The list of who was told"),
        _(
            "Must the list that a person can ask for also name those who were told for treatment, payment and "
            "operations?"
        ),
        _("Yes. Every look is kept, and all of them are on the list."),
        _("Only this reading is built. A list that is too long does no harm."),
    ),
    Doubt.D16: Told(
        "D16, R54",
        _("A parent takes a consent back later"),
        _("A minor and a parent both signed. The minor is of age now. May the parent still take it back?"),
        _("No. From that birthday on only the person may."),
        _("Only this reading is built. A grown-up decides alone."),
    ),
    Doubt.HIV: Told(
        "R36",
        _("HIV must be named"),
        _("Does your state ask that a consent names HIV before such a record is shared?"),
        _("Yes. A record with this label stays closed unless the consent names it."),
        _("No. It is shared like the rest of what the consent lists."),
    ),
    Doubt.PSY: Told(
        "R36",
        _("Mental health must be named"),
        _("Does your state ask that a consent names mental health before such a record is shared?"),
        _("Yes. A record with this label stays closed unless the consent names it."),
        _("No. It is shared like the rest of what the consent lists."),
    ),
    Doubt.DV: Told(
        "R36",
        _("Domestic violence must be named"),
        _("Does your state ask that a consent names domestic violence before such a record is shared?"),
        _("Yes. A record with this label stays closed unless the consent names it."),
        _("No. It is shared like the rest of what the consent lists."),
    ),
    Doubt.GEN: Told(
        "R36",
        _("Genetic tests must be named"),
        _("Does your state ask that a consent names genetic tests before such a record is shared?"),
        _("Yes. A record with this label stays closed unless the consent names it."),
        _("No. It is shared like the rest of what the consent lists."),
    ),
}
