"""Staffing: what the team proposes for each person before the hearing, and who sees it differently."""
