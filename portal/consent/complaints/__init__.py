"""Complaints about privacy, and what came of them (2.4; R164)."""
