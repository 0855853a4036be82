"""Giving the password again: when a session was idle, and before what must not be done at a desk that was left open."""
