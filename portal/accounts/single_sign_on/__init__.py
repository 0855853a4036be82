"""Single sign-on by OpenID Connect: an agency's own sign-in opens its people's accounts here."""
