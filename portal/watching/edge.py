"""The outermost layer: it counts and logs each request, refuses foreign hosts, and answers for itself.

/health, /ready and /metrics come before routing, sessions and the check of the host's name: a load balancer asks by
the machine's address, and what it learns is one word.
"""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, g, request
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response

from portal.extensions import db
from portal.settings import UnsafeSettings
from portal.watching import logs, metrics, standing

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)
ENDPOINT, REQUEST_ID = "portal.endpoint", "portal.request_id"
FORWARDED = "HTTP_X_FORWARDED_FOR"


def note(response: Any) -> Any:
    """Leave the name of the page and the request's id where the outermost layer finds them."""
    request.environ[ENDPOINT] = request.endpoint or ""
    request.environ[REQUEST_ID] = g.get("request_id", "")
    return response


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks from their text, parted by commas. UnsafeSettings names the first that is none."""
    try:
        return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())
    except ValueError as problem:
        raise UnsafeSettings(f"METRICS_NETWORKS: {problem}; write 10.0.0.0/8, for example") from problem


class Watched:
    """A WSGI application around another one."""

    def __init__(self, app: Flask, inner: WSGIApplication, headers: dict[str, str]) -> None:
        self._app, self._inner, self._headers = app, inner, headers
        self._networks = networks(app.config["METRICS_NETWORKS"])
        self._token = str(app.config["METRICS_TOKEN"])
        self._own: dict[str, Callable[[], Response]] = {"/health": self.health, "/ready": self.ready}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        own = self._own.get(path) or (self.metrics if path == "/metrics" and self.may_count(environ) else None)
        if own is not None and environ.get("REQUEST_METHOD") in ("GET", "HEAD"):
            answer = own()
            answer.headers.extend({"Cache-Control": "no-store", **self._headers})
            return answer(environ, start_response)
        hosts = self._app.config["TRUSTED_HOSTS"]
        if hosts and not host_is_trusted(environ.get("HTTP_HOST"), hosts):
            return self.watch(environ, start_response, Response("Unknown host.\n", 400, self._headers, "text/plain"))
        return self.watch(environ, start_response, self._inner)

    def watch(self, environ: WSGIEnvironment, start_response: StartResponse, inner: WSGIApplication) -> Iterable[bytes]:
        began, status = time.perf_counter(), 500

        def starting(line: str, headers: list[tuple[str, str]], *further: Any) -> Any:
            nonlocal status
            status = int(line.split(" ", 1)[0])
            return start_response(line, headers, *further)

        try:
            return inner(environ, starting)
        finally:
            method, endpoint = str(environ.get("REQUEST_METHOD", "")), str(environ.get(ENDPOINT) or "none")
            taken = time.perf_counter() - began
            metrics.count(method, endpoint, status, taken)
            logs.note_request(method, endpoint, status, taken, str(environ.get(REQUEST_ID, "")))

    def may_count(self, environ: WSGIEnvironment) -> bool:
        """Whether who asks for figures has the token, or comes from a network that is named.

        A forwarded request that no trusted proxy stands for may come from anywhere, whatever its address says.
        """
        given = str(environ.get("HTTP_AUTHORIZATION", "")).removeprefix("Bearer ")
        if self._token and hmac.compare_digest(given.encode(), self._token.encode()):
            return True
        if FORWARDED in environ and not self._app.config["TRUSTED_PROXIES"]:
            return False
        try:
            address = ip_address(str(environ.get("REMOTE_ADDR", "")))
        except ValueError:
            return False
        return any(address in network for network in self._networks)

    def health(self) -> Response:
        return Response("alive\n", mimetype="text/plain")

    def ready(self) -> Response:
        with self._app.app_context():
            found = list(standing.hindrances(db.engine))
        if found:
            log.warning("not ready: %s", ", ".join(found))
            return Response("not ready\n", status=503, mimetype="text/plain")
        return Response("ready\n", mimetype="text/plain")

    def metrics(self) -> Response:
        with self._app.app_context():
            return Response(
                metrics.told(db.engine, Path(self._app.config["DATA_FOLDER"])), content_type=CONTENT_TYPE_LATEST
            )
