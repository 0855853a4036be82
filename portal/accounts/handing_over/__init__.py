"""A device in a participant's hands: only one sitting opens, until the session's owner gives the password again."""
