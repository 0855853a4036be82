"""What watches the portal from outside: whether it lives and is ready, figures, and logs. None of it names anybody."""
