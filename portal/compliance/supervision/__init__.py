"""Supervision: contacts that were made, kept or missed, and when the next one is due."""
