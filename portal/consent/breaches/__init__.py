"""What went to the wrong place, and whom to tell of it (2.16(b), 45 CFR 164.400-414)."""
