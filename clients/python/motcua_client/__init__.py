"""A thin, typed client of the Motcua API."""

from motcua_client.client import Client, Problem

__all__ = ["Client", "Problem"]
