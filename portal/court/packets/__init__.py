"""Packets: all reports of a docket for one addressee, in one document."""
