"""The caseload: one row a person, first those who need the reader."""
