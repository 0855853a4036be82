"""Consent: instruments, the law as rules, the grants compiled from them, the predicate and the accounting."""
