"""The notice of a program to its patients: its versions, and to whom each was given (2.22; R163)."""
