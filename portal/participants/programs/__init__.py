"""Programs and their versioned rules: phases, milestones, behaviors, responses, tests, deadlines as readable data."""
