"""A small world of Vietnamese papers made by script, as files and photos, with ground truth."""
