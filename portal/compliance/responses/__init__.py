"""Behaviors and responses: questions, what the matrix proposes, limits on proposals, the balance."""
