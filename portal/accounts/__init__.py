"""Agencies, users, appointments, sign-in, permissions, the audit trail and the job queue."""
