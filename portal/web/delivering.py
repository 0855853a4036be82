"""Sending a PDF to a browser."""

from __future__ import annotations

from flask import Response


def pdf_response(content: bytes, name: str) -> Response:
    """A PDF to keep; its name holds no person's."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)
