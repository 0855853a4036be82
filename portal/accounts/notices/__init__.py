"""Notices: that something waits for somebody, in neutral words, in the portal and by mail, each exactly once."""
