"""What an agency without an account tells: it is asked by a one-time link, or answers by telephone."""
