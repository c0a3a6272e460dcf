"""Codes: what the QR codes and barcodes found on the pages say, the citizen card's above all."""

from chalicelib.digitization.job import Job


def step(job: Job) -> Job:
    """Codes are read with the pages, while their pictures are at hand; here they are already in the job."""
    return job
