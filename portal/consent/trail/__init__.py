"""What a privacy officer sees of the trail: what the own people did, and who looked at the own agency's records."""
