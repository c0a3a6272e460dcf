"""Simulator of the national public service portal (Cổng DVCQG): it judges what it is sent and keeps it."""
