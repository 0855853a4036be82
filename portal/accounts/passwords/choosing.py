"""Which passwords are refused: short, common, monotonous, or made of names that anybody can look up.

Length counts, composition does not (NIST SP 800-63B-4, 3.1.1.2): no digits, capitals or signs are asked for.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import cache

from flask_babel import lazy_gettext as _

from portal.accounts.passwords.hashing import normal
from portal.paths import PACKAGE
from portal.web.refused import Refused

SHORTEST, LONGEST = 15, 400
LEAST_DIFFERENT = 5
LEAST_OWN = 8
"""So many letters and digits must be left when everybody's names are taken away."""
SITE = ("treatment", "court", "portal")
_LIST = PACKAGE / "accounts" / "passwords" / "vendor" / "common-passwords.txt.gz"


@cache
def common() -> frozenset[str]:
    """The common passwords of 15 characters or more, case-folded; read once."""
    return frozenset(gzip.decompress(_LIST.read_bytes()).decode().splitlines())


def refuse_unfit(password: str, names: Iterable[str], field: str = "password") -> None:
    """Refused for a password that should not be chosen; `names` are the person's and the agency's."""
    given = normal(password).casefold()
    if len(given) < SHORTEST:
        raise Refused(field, _("Use at least 15 characters; several words are easy to remember."))
    if len(given) > LONGEST:
        raise Refused(field, _("Use at most 400 characters."))
    if given in common() or squeezed(given) in common():
        raise Refused(field, _("Many people use this password. Choose another, for example four words of your own."))
    if len(set(given)) < LEAST_DIFFERENT or repeats(given):
        raise Refused(field, _("This repeats itself. Choose several different words."))
    if len(without(given, names)) < LEAST_OWN:
        raise Refused(field, _("This is mostly names that others know. Choose words that nobody connects with you."))


def squeezed(text: str) -> str:
    return "".join(text.split())


def repeats(text: str) -> bool:
    """Whether the text is one piece, again and again."""
    return text in (text + text)[1:-1]


def without(password: str, names: Iterable[str]) -> str:
    """The letters and digits that are left when the site's, the agency's and the person's words are taken out.

    A password without any of them is left whole, whatever it is made of.
    """
    words = {word for name in (*SITE, *names) for word in re.findall(r"\w{3,}", normal(name).casefold())}
    left = given = normal(password).casefold()
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return given if left == given else "".join(one for one in left if one.isalnum())
