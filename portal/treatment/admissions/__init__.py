"""Admission to treatment, discharge, and the level of care."""
