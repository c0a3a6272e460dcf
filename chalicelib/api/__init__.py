"""HTTP only: parse, call a use case, answer. One module for each audience; addresses.py is their contents page."""
