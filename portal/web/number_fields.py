"""Form fields for figures as people write them, with an error that says how to mend what is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from wtforms import DecimalField
from wtforms.validators import NumberRange

MOST = Decimal(1_000_000)
"""More than any obligation, fine or count; what is larger was mistyped."""
_FIGURE = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,2})?")
_WHOLE = re.compile(r"[0-9]{1,4}")


class FigureField(DecimalField):
    """A number of at most nine digits and two decimals; words for numbers, exponents and infinities are none."""

    data: Decimal | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        if typed and not _FIGURE.fullmatch(typed):
            self.data = None
            raise ValueError(gettext("Enter a number, for example 12 or 12.5."))
        super().process_formdata([typed] if typed else [])


def above_zero(message: str) -> NumberRange:
    """The validator of an amount: above 0, and no more than anybody owes."""
    return NumberRange(min=Decimal("0.01"), max=MOST, message=message)


def whole_number(typed: str) -> int | None:
    """A count as it was typed, of at most four digits; None when it is no such."""
    return int(typed) if _WHOLE.fullmatch(typed) else None
