"""Answering a file of decision cases: how a site tests its own policy and matrices before it goes live."""
