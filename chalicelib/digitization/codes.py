"""Codes: what the QR codes found on the pages say, the citizen card's above all."""

from dataclasses import replace

from chalicelib.digitization.citizen_card import parse_card
from chalicelib.digitization.job import Job


def step(job: Job) -> Job:
    """Codes are found with the pages, while their pictures are at hand; here their payloads are understood."""
    codes = tuple(code for page in job.pages for code in page.codes)
    cards = (parse_card(code.text) for code in codes)
    return replace(job, codes=codes, card=next((card for card in cards if card is not None), None))
