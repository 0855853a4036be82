"""What WTForms says of a wrong input, in sentences that say how to go on; a field's own message goes before these."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.i18n import translations

CHOOSE_AGAIN = _("What was chosen is not in this list any more. Choose again.")
"""Most often the page was open for a while, and somebody left or something ended meanwhile."""

SENTENCES: dict[str, Any] = {
    "Not a valid choice.": CHOOSE_AGAIN,
    "Invalid Choice: could not coerce.": CHOOSE_AGAIN,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE_AGAIN,
    "'%(value)s' is not a valid choice for this field.": CHOOSE_AGAIN,
    "'%(value)s' are not valid choices for this field.": CHOOSE_AGAIN,
    "Not a valid date value.": _("Enter a day with its month and year."),
    "Not a valid time value.": _("Enter a time of day, such as 9:30."),
    "Not a valid integer value.": _("Enter a whole number."),
    "Not a valid decimal value.": _("Enter a number."),
}


class PlainWords:
    """Translations as WTForms asks for them."""

    def gettext(self, text: str) -> str:
        return str(SENTENCES.get(text) or translations.gettext(text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        sentence = SENTENCES.get(singular if number == 1 else plural)
        return str(sentence or translations.ngettext(singular, plural, number))


plain_words = PlainWords()
