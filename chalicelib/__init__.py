"""Motcua: the platform behind the one door."""
