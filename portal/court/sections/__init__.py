"""The pages on which the parts of a progress report are written by those who owe them."""
