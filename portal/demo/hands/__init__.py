"""How each happening is done: by the service that a person's own click would call."""
