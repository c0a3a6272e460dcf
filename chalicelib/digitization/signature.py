"""Signature: who signed the file, and is it still what was signed?"""

from chalicelib.digitization.job import Job


def step(job: Job) -> Job:
    """Unsigned kinds pass through."""
    return job
