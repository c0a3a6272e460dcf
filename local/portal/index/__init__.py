"""The service index of QĐ 766/QĐ-TTg, from what the portal holds and from nothing else."""
