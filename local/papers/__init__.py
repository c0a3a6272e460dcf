"""A small world of Vietnamese papers made by script: invented people, typeset forms, scans and photos with ground truth."""
