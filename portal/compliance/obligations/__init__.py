"""Obligations: what was ordered or agreed, what proves it, how it stands."""
