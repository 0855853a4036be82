"""Service lines of an agency and its groups: who leads them, who belongs to them."""
