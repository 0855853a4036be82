"""A test client that signs in as a person does, and fills forms from the page it was shown."""

from __future__ import annotations

import re
from typing import Any

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="(csrf_token|form_key|version)" value="([^"]*)"')

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""What passwords cost in tests, unless one looks at the costs."""


class SignedInClient(FlaskClient):
    """Keeps cookies like a browser; `submit` sends a page's hidden fields with the values given."""

    def sign_in(self, username: str, password: str) -> SignedInClient:
        answer = self.submit("/sign-in", {"username": username, "password": password})
        assert answer.status_code == 303, answer.text
        return self

    def submit(self, page: str, values: dict[str, Any], to: str | None = None) -> TestResponse:
        """Open a page, then post its form (to its own address, or to another) with its hidden fields."""
        shown = self.get(page)
        assert shown.status_code == 200, f"{page}: {shown.status_code}"
        hidden = dict(TOKEN.findall(shown.text))
        return self.post(to or page, data=hidden | values)
