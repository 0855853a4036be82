"""What every page's frame shows: navigation, the signed-in person, the participant of the page.

Layouts read these from the context under the names `main_nav`, `signed_in`, `identity` and `section_nav`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of a navigation; `current` marks the page that is open."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, in which role, for which agency, and to what purpose they look."""

    display_name: str
    role_label: str
    agency_name: str
    sign_out_href: str
    account_href: str
    purpose_label: str = ""
    purpose_href: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody stands on instead of the consents; an emergency is ended where it is shown."""

    label: str
    change_href: str
    end_href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the bar under the header: what it is, its value, and the smaller words after it."""

    label: str
    value: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """The bar of every page about one person: the same facts at the same place."""

    name: str
    href: str = ""
    say: str = ""
    goes_by: str = ""
    number: str = ""
    facts: tuple[Fact, ...] = field(default=())
    tag_kind: str = ""
    tag_text: str = ""
