"""Replaying one decision for a privacy officer: the same rules, on the instruments, at a moment (R183)."""
