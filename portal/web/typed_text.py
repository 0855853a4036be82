"""What a request carries as text: without the characters that no key types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters but tab and line ends: copied text brings them along, nobody sees them, PostgreSQL has no NUL."""


class TypedText(ImmutableMultiDict[str, str]):
    """The fields of a form or of an address, each without control characters."""

    def __init__(self, mapping: Mapping[str, Any] | Iterable[tuple[str, str]] | None = None) -> None:
        pairs = MultiDict(mapping).items(multi=True)
        super().__init__([(_CONTROLS.sub("", name), _CONTROLS.sub("", value)) for name, value in pairs])


class PortalRequest(Request):
    """The request of the portal: every form and every address is read through `TypedText`."""

    parameter_storage_class = TypedText
