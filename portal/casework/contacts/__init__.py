"""Contacts of case management: when, how, what came of it; the words apart."""
