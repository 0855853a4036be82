"""Forms are taken from pages of this portal only, whatever token they bring (R146).

The token in each form is what refuses a foreign page. This is the second lock: what the browser itself says of where a
request comes from, so that a token that leaked opens nothing by itself.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from flask_wtf.csrf import CSRFError

SAFE = ("GET", "HEAD", "OPTIONS")
OURS = ("same-origin", "none")
"""`none`: the person did it without any page, for instance by sending a form once more after a restart."""


class ForeignOrigin(CSRFError):
    """A page of another host sent this form."""

    description = "foreign origin"


def refuse_foreign_origin() -> None:
    """Run before every request. ForeignOrigin when the browser says that another host's page sent a form.

    Our pages send no referrer, so browsers name their origin as "null" (Fetch, 3.2); Sec-Fetch-Site tells them apart
    from others that say the same. A program that is no browser sends neither, and has no cookie to abuse.
    """
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in OURS:
        raise ForeignOrigin
    origin = request.headers.get("Origin", "null")
    if origin != "null" and urlsplit(origin).netloc not in own_hosts():
        raise ForeignOrigin


def own_hosts() -> set[str]:
    """The names, with their ports, under which this portal's pages are opened."""
    return {request.host, urlsplit(str(current_app.config["PUBLIC_ADDRESS"])).netloc}
