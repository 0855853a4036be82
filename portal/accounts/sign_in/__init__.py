"""Signing in: passwords, the throttle, and sessions that live on the server."""
