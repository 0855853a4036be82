"""The groups of the `portal` command, and what they share."""
