"""The second factor: an authenticator app, and recovery codes for the day on which it is lost."""
