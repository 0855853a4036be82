"""Everything the court does: candidates, dockets, hearings, staffing, orders, reports and packets."""
