"""An agency's own administrator: who works here, in which role, and with which account."""
