"""Words of the supervision section."""

from __future__ import annotations

SECTION = "supervision"
"""The section's key in a program's rules."""
