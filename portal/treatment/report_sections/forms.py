"""The form of the treatment section. The page that shows it belongs to the court's room."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from portal.participants.programs.sentences import Worded
from portal.treatment.admissions.models import LevelOfCare
from portal.treatment.admissions.vocabulary import Level
from portal.treatment.report_sections.models import SectionDraft
from portal.treatment.report_sections.prefill import Prefilled, advised_level
from portal.treatment.report_sections.services import TYPED, TreatmentSection
from portal.treatment.report_sections.vocabulary import LINE_LIMIT, LevelAdvice, MedicationTaken, Rating
from portal.web.forms import PortalForm

READ_ALOUD = _("The judge may read this aloud. No session content, no names of others.")


class SectionForm(PortalForm):
    """Fields of the section. `offer` fills the choices; `fill` what is known; `command` gives what was typed."""

    rating = RadioField(_("Progress on goals"), choices=lambda: words(Rating), validators=[Optional()])
    goals_met = IntegerField(_("Goals met"), validators=[Optional(), NumberRange(0, 99)])
    goals_total = IntegerField(_("Goals in all"), validators=[Optional(), NumberRange(0, 99)])
    level_advice = SelectField(_("Level of care"), validators=[Optional()])
    medication = SelectField(_("Medication as prescribed"), validators=[Optional()])
    line = TextAreaField(_("One line for the court"), validators=[Length(max=1000)])
    next_sessions = StringField(_("Next sessions"), validators=[Length(max=160)])

    def offer(self, present: LevelOfCare | None) -> None:
        """Set the choices: the advice names the levels it would come to."""
        self.level_advice.choices = [SelectChoice("", gettext("Not said")), *advice_choices(present)]
        self.medication.choices = [SelectChoice("", gettext("Not said")), *words(MedicationTaken)]

    def fill(self, draft: SectionDraft | None, known: Prefilled) -> None:
        """Start from the draft, or from what the clinic's records say."""
        source: Any = draft if draft is not None else known
        for name in TYPED:
            value = getattr(source, name, "")
            self[name].data = value if value is not None else None
        if draft is not None:
            self.version.data = draft.version
        elif known.level is not None:
            self.level_advice.data = str(LevelAdvice.KEEP)

    def command(
        self, participant_id: UUID, hearing_id: UUID, due_on: date, period_from: date, period_to: date
    ) -> TreatmentSection:
        return TreatmentSection(
            participant_id=participant_id,
            hearing_id=hearing_id,
            due_on=due_on,
            period_from=period_from,
            period_to=period_to,
            rating=Rating(self.rating.data) if self.rating.data else None,
            goals_met=self.goals_met.data,
            goals_total=self.goals_total.data,
            line=self.line.data or "",
            next_sessions=self.next_sessions.data or "",
            level_advice=LevelAdvice(self.level_advice.data) if self.level_advice.data else None,
            medication=MedicationTaken(self.medication.data) if self.medication.data else None,
            version=self.version.data or 0,
        )


def words(vocabulary: type[Worded]) -> list[SelectChoice]:
    """The choices of a vocabulary, with their labels in the language of the moment."""
    return [SelectChoice(str(one), one.label) for one in vocabulary]


def advice_choices(present: LevelOfCare | None) -> list[SelectChoice]:
    """ "Keep 2.1 intensive outpatient", "Step down to 1 outpatient"; without a known level the bare words."""
    if present is None:
        return words(LevelAdvice)
    labels = {
        LevelAdvice.KEEP: gettext("Keep %(level)s", level=Level(present.level).label),
        LevelAdvice.STEP_DOWN: stepped(present, LevelAdvice.STEP_DOWN),
        LevelAdvice.STEP_UP: stepped(present, LevelAdvice.STEP_UP),
    }
    return [SelectChoice(str(one), labels[one]) for one in LevelAdvice if labels[one]]


def stepped(present: LevelOfCare, advice: LevelAdvice) -> str:
    """The words for a step, "" where the edition has no further level."""
    level = advised_level(present, advice)
    if not level:
        return ""
    label = Level(level).label
    if advice is LevelAdvice.STEP_DOWN:
        return gettext("Step down to %(level)s", level=label)
    return gettext("Step up to %(level)s", level=label)


__all__ = ["LINE_LIMIT", "READ_ALOUD", "SectionForm"]
