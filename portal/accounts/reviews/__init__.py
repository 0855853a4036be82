"""The quarterly look at who still needs which role."""
