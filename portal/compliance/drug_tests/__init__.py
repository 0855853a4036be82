"""Drug tests: results, findings, the line of verified sober days."""
