"""Backups: one encrypted file that holds the database and the portal's files, and the way back from it."""
