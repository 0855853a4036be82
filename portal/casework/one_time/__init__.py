"""The pages behind a one-time link: a code, the questions, thanks. Nobody signs in, and no page names anybody before
the code was right."""
