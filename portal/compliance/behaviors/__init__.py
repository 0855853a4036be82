"""Behaviors: questions that an absence or a test opens, and what a person decides about them."""
