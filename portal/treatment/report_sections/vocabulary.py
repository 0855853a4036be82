"""Words of the treatment section."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded

LINE_LIMIT = 280
"""The clinician's line: as much as a judge reads aloud (R42)."""


class Rating(Worded):
    """Progress on goals, as one word."""

    ON_TRACK = "on_track", _("On track")
    SOME = "some", _("Some progress")
    STALLED = "stalled", _("Stalled")
    TOO_EARLY = "too_early", _("Too early to say")


class LevelAdvice(Worded):
    """What the clinician recommends for the level of care."""

    KEEP = "keep", _("Keep the level")
    STEP_DOWN = "step_down", _("Step down")
    STEP_UP = "step_up", _("Step up")


class MedicationTaken(Worded):
    """Whether prescribed medication is taken as prescribed. Which one, and how much, is never told here (R41)."""

    YES = "yes", _("Taken as prescribed")
    NO = "no", _("Not taken as prescribed")
    NOT_PRESCRIBED = "not_prescribed", _("None prescribed")


class SectionState(Worded):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
