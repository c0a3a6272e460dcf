"""A contract test for partners of Motcua: whether credentials and endpoint do what docs/partners.md says."""

__version__ = "1.0.0"
