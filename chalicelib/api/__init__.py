"""HTTP only: parse, call a use case, answer. One blueprint for each audience."""
