"""Logs that tell what happened and to nobody about whom: no addresses with ids, no form values, no words of drivers.

An error is told by its type and the lines of code it came through. Its message stays out: a database driver puts the
values of a row into it, and so may any other library (R146).
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from flask import Flask, g, request

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]
REQUESTS = logging.getLogger("portal.requests")


class PortalFlask(Flask):
    """Flask, which would log the address of a request that failed; an address holds ids and what was searched for."""

    def log_exception(self, exc_info: Any) -> None:
        self.logger.error("request %s of %s failed", g.get("request_id", ""), request.endpoint, exc_info=exc_info)


def causes(error: BaseException | None) -> list[str]:
    """The types of an error and of what it came from, the last one first."""
    found: list[str] = []
    while error is not None and len(found) < 8:
        found.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return found


def places(trace: TracebackType | None) -> list[str]:
    """The lines of code that an error came through, the last ones."""
    return [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)[-20:]]


class Text(logging.Formatter):
    """For reading: one line, and for an error its types and places below."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's own name
        return "\n".join([*(f"  {one}" for one in causes(ei[1])), *(f"    {one}" for one in places(ei[2]))])


class Lines(logging.Formatter):
    """For collecting: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        words: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        told = getattr(record, "told", None)
        words |= told if told is not None else {"message": record.getMessage()}
        if record.exc_info:
            words |= {"error": causes(record.exc_info[1]), "places": places(record.exc_info[2])}
        return json.dumps(words, ensure_ascii=False)


def set_up(form: str, level: int = logging.WARNING) -> None:
    """Let this process log to its standard error as "text" or as "json"; with "json" each request has a line too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines() if form == "json" else Text())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    REQUESTS.setLevel(logging.INFO if form == "json" else logging.WARNING)


def note_request(method: str, endpoint: str, status: int, seconds: float, request_id: str) -> None:
    """One line a request: which page by the name of its code, how it went, how long it took."""
    told = {"endpoint": endpoint, "method": method, "status": status, "ms": round(seconds * 1000, 1), "id": request_id}
    REQUESTS.info("%s", told, extra={"told": told})
