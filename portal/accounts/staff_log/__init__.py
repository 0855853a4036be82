"""What an agency's administrator sees of the trail: sign-ins, locks, roles and exports of its staff."""
