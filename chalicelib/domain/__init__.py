"""The rules of public administration, pure: no clock, no environment, no AWS."""
