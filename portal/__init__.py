"""The treatment-court portal. `create_app` is the only place where its parts are wired together."""

from __future__ import annotations

import importlib
from typing import Any

from flask import Blueprint, Flask

FEATURES = (
    "accounts.sign_in",
    "accounts.home",
    "accounts.operations",
    "accounts.activation",
    "accounts.second_factor",
    "accounts.passkeys",
    "accounts.single_sign_on",
    "accounts.confirmation",
    "accounts.handing_over",
    "accounts.own",
    "accounts.staff",
    "accounts.lost_factors",
    "accounts.reviews",
    "accounts.staff_log",
    "accounts.notices",
    "accounts.calendars",
    "participants.people",
    "consent.instruments",
    "consent.turns",
    "consent.answers",
    "consent.emergencies",
    "consent.orders",
    "consent.restrictions",
    "consent.withholding",
    "consent.mandated_reports",
    "consent.copies",
    "consent.redisclosures",
    "consent.agreements",
    "consent.team_agreements",
    "consent.guided",
    "consent.papers",
    "consent.program_packet",
    "consent.handing_over",
    "consent.paper_entry",
    "consent.doubts",
    "consent.desk",
    "consent.accounting",
    "consent.trail",
    "consent.patient_notice",
    "consent.fhir",
    "treatment.admissions",
    "treatment.groups",
    "treatment.sessions",
    "court.dockets",
    "court.hearings",
    "court.bench",
    "court.staffing",
    "court.reports",
    "court.packets",
    "court.sections",
    "compliance.drug_tests",
    "compliance.behaviors",
    "compliance.responses",
    "compliance.milestones",
    "compliance.supervision",
    "compliance.obligations",
    "casework.caseload",
    "casework.contacts",
    "casework.needs",
    "casework.outside",
    "casework.one_time",
)
"""Every feature with pages, by its folder. Its `routes` module offers `blueprint`."""


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The application, with settings from config.py, the site's own file, the environment, and `overrides` last.

    Raises `settings.UnsafeSettings` rather than start unsafely.
    """
    from portal import paths, settings, web_edge
    from portal.consent.predicate import RULES
    from portal.db import load_models
    from portal.gate.written import install_rules
    from portal.watching.logs import PortalFlask
    from portal.web.typed_text import PortalRequest

    app = PortalFlask("portal", template_folder=str(paths.TEMPLATES), static_folder=str(paths.STATIC))
    app.request_class = PortalRequest
    settings.load(app, overrides)
    settings.refuse_unsafe(app)
    load_models()
    install_rules(RULES)
    web_edge.bind_extensions(app)
    web_edge.wall_up(app)
    wire_rooms()
    register_features(app)
    web_edge.listen(app)
    return app


ROOMS = ("accounts", "participants", "consent", "treatment", "compliance", "casework", "court")
"""Rooms with a `wiring` module: signals they hear, panels and tasks they offer. Wiring twice changes nothing."""


def wire_rooms() -> None:
    for room in ROOMS:
        importlib.import_module(f"portal.{room}.wiring").wire()


def register_features(app: Flask) -> None:
    """Blueprints of features inside blueprints of rooms, so that endpoints read `court.hearings.schedule`."""
    rooms: dict[str, Blueprint] = {}
    for name in FEATURES:
        room_name = name.split(".")[0]
        room = rooms.setdefault(room_name, Blueprint(room_name, f"portal.{room_name}"))
        room.register_blueprint(importlib.import_module(f"portal.{name}.routes").blueprint)
    for room in rooms.values():
        app.register_blueprint(room)
