"""People, their enrollment in a program, the team that works with them, where they are, and the programs' rules."""
