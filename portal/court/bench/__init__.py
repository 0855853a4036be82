"""The bench page: one person on one screen while he or she stands there."""
