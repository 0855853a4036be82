"""What is recorded at a hearing: what the judge ordered, and when the person comes again."""
