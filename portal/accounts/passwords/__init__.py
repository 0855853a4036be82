"""Passwords: how they are kept, and which ones are refused."""
