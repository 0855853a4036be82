"""The gate: every read of a participant's record passes one predicate, built from a reader and the table of grants."""
