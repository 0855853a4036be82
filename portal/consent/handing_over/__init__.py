"""Consent forms in the participant's hands, on the device of the one who takes them."""
