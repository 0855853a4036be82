"""Case management: contacts, needs and goals, the caseload."""
