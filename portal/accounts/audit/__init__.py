"""The audit trail: one row a request, one row a change."""
