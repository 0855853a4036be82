"""The gallery, its client, and single macros rendered within it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, g, render_template_string

from tests.web.gallery import TODAY, create_app


@pytest.fixture(scope="session")
def gallery() -> Flask:
    return create_app()


@pytest.fixture
def in_request(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context():
        g.today, g.zone = TODAY, "America/Chicago"
        yield


Macro = Callable[..., str]


@pytest.fixture
def macro(in_request: None) -> Macro:
    """Render one call of one component: `macro("parts", "crumb('/x', label)", label="Groups")`."""

    def render(file: str, call: str, **context: object) -> str:
        name = call.partition("(")[0]
        return render_template_string(
            "{% from 'components/" + file + ".html' import " + name + " %}{{ " + call + " }}", **context
        )

    return render
