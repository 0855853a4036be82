"""`portal consent rebuild --check` proves that the grants are what their instruments say, and names what is not."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal import proving
from portal.consent.grants.keys import undertaking_key
from portal.consent.grants.models import AccessGrant, RoleCeiling
from portal.db import unit_of_work
from portal.extensions import db
from portal.gate.vocabulary import Basis, Category
from portal.ids import new_id
from portal.proving import differing_grants, rebuild_grants
from tests.given.county import County


def test_what_is_missing_or_too_much_is_named_until_it_is_rebuilt(
    app: Flask, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "TOGETHER", 2)
    assert list(differing_grants(app)) == []
    xio = county.people["xio"]
    with app.app_context():
        with unit_of_work() as session:
            gone = session.scalars(select(AccessGrant).where(AccessGrant.participant_id == xio)).first()
            assert gone is not None
            columns = {column.name: getattr(gone, column.name) for column in AccessGrant.__table__.columns}
            session.delete(gone)
            session.add(AccessGrant(**columns | {"id": new_id(), "recipient": new_id()}))
        db.session.remove()
    found = list(differing_grants(app))
    assert [line.split(" holder_id=")[0] for line in found] == [
        f"{xio}: access_grant: missing participant_id={xio}",
        f"{xio}: access_grant: too much participant_id={xio}",
    ]
    assert rebuild_grants(app) > 1
    assert list(differing_grants(app)) == []


def test_ceilings_and_rows_about_nobody_are_found_and_mended_too(app: Flask, county: County) -> None:
    """A forged grant under the key of an agreement, or about nobody at all; a role that was given more."""
    with app.app_context():
        with unit_of_work() as session:
            some = session.scalars(select(AccessGrant)).first()
            assert some is not None
            columns = {column.name: getattr(some, column.name) for column in AccessGrant.__table__.columns}
            for whose in (undertaking_key(Basis.AUDIT, county.agencies["court"]), new_id()):
                session.add(AccessGrant(**columns | {"id": new_id(), "participant_id": whose}))
            ceiling = session.scalars(select(RoleCeiling).where(RoleCeiling.role == "court_clerk")).first()
            assert ceiling is not None
            ceiling.categories = Category.every()
        db.session.remove()
    found = list(differing_grants(app))
    assert [line.split(" ")[:2] for line in found] == [
        ["role_ceiling:", "missing"],
        ["role_ceiling:", "too"],
        ["access_grant:", "too"],
        ["access_grant:", "too"],
    ]
    rebuild_grants(app)
    assert list(differing_grants(app)) == []
