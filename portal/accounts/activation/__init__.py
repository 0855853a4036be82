"""Activation codes: how a person comes to a first password, or to a new one, with the administrator's help."""
