"""Needs and goals: housing, work, school, family, health."""
