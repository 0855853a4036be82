"""Compliance: drug tests, milestones and phases, behaviors and responses, supervision, obligations."""
