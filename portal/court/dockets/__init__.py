"""Dockets and the hearings on them: who is called, when, and when next."""
