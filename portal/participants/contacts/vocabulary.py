"""What a contact of any agency may be: how long it lasted, how far back it may be entered."""

from __future__ import annotations

from datetime import timedelta

LEAST, MOST = 1, 480
"""Minutes."""

FARTHEST_BACK = timedelta(days=366)
