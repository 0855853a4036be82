"""The supervision section of a progress report."""
