"""Sessions and rosters: who was there, and what the marks add up to."""
