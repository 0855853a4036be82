"""Requests to amend a record, and disputes about them (45 CFR 164.526)."""
