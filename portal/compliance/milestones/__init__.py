"""Milestones and phases: what a phase asks for, what is met, what is still needed and by when."""
