"""The treatment section of a progress report: drafted by the clinic, submitted for one hearing."""
