"""`portal consent rebuild --check` proves that the grants are what their instruments say, and names what is not."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal import proving
from portal.consent.grants.models import AccessGrant
from portal.db import unit_of_work
from portal.extensions import db
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
