"""Agencies, their users, and the appointments by which a user acts for an agency in a role."""
