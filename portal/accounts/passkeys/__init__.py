"""Passkeys (WebAuthn): a fingerprint, a face or a security key as second factor, which no false page can ask for."""
