"""Subpoenas, warrants and requests for records: logged, and answered without a word about anybody (R82, R140)."""
