"""The Flask extensions, bare; `create_app` binds them to an application."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar

from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf import CSRFProtect
from sqlalchemy.orm import DeclarativeBase


class PortalSession(FlaskSession):
    """The session of the portal; the gate hangs its events on this class and opens its wall around a flush."""

    around_flush: ClassVar[Callable[[Any], AbstractContextManager[None]]] = staticmethod(lambda _session: nullcontext())

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        if not (self.new or self.dirty or self.deleted):
            return
        with type(self).around_flush(self):
            super().flush(objects)


class _Unused(DeclarativeBase):
    """Flask-SQLAlchemy wants a base of its own; the portal's models stand on `portal.db.Base`."""


db = SQLAlchemy(
    model_class=_Unused,
    disable_autonaming=True,
    session_options={"class_": PortalSession, "expire_on_commit": False},
    # What is written about people must not come into a log with an error (R146).
    engine_options={"hide_parameters": True},
)
babel = Babel()
csrf = CSRFProtect()
login_manager = LoginManager()
