"""What a request carries as text: without the characters that no key types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Request, current_app, has_app_context
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from portal.web.addresses import plain_address

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters but tab and line ends: copied text brings them along, nobody sees them, PostgreSQL has no NUL."""


class TypedText(ImmutableMultiDict[str, Any]):
    """The fields of a form or of an address, each without control characters; a file that came along stays as it is."""

    def __init__(self, mapping: Mapping[str, Any] | Iterable[tuple[str, str]] | None = None) -> None:
        pairs = MultiDict(mapping).items(multi=True)
        super().__init__([(typed(name), typed(value) if isinstance(value, str) else value) for name, value in pairs])


def typed(text: str) -> str:
    return _CONTROLS.sub("", text)


class PortalRequest(Request):
    """The request of the portal: every form and every address is read through `TypedText`."""

    parameter_storage_class = TypedText

    @property
    def max_content_length(self) -> int | None:
        """Bytes of the whole request: more on pages that take files, which mark their views with `takes_files`."""
        view = current_app.view_functions.get(self.endpoint or "") if has_app_context() else None
        if getattr(view, "takes_files", False):
            return (2 * int(current_app.config["UPLOAD_MEGABYTES"]) + 4) * 1024 * 1024
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def __init__(self, environ: WSGIEnvironment, populate_request: bool = True, shallow: bool = False) -> None:
        """`remote_addr` is what trusted proxies tell, or the machine at the other end; "" where that is no address."""
        super().__init__(environ, populate_request, shallow)
        self.remote_addr = plain_address(self.remote_addr)
