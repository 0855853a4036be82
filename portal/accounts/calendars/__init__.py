"""Calendars that other programs read: one's own court days and groups, by an address that only its holder knows."""
