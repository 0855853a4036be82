"""The case-management section of a progress report."""
