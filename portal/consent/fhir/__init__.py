"""Consents as FHIR Consent resources with security labels."""
