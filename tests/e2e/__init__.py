"""A package, so that pytest ends the machine with the last test here, not with the last of the run."""
