"""Makes one paper: fills the template, prints it, brings it into the form in which a citizen sends it."""

from random import Random
from zlib import crc32

from local.papers.blocks import Sheet
from local.papers.facts import Facts
from local.papers.forms import Form, deliver
from local.papers.kinds import KINDS
from local.papers.truth import MadePaper, Truth
from local.papers.typeset import typeset


def make_paper(kind: str, facts: Facts, form: Form = Form.BORN_DIGITAL, seed: int = 0) -> MadePaper:
    """The same arguments give the same bytes. Raises KeyError for an unknown kind."""
    sheet = KINDS[kind].template(facts, Random(f"{kind}-{seed}"))
    return deliver_sheet(sheet, kind, form, seed)


def deliver_sheet(sheet: Sheet, kind: str, form: Form, seed: int) -> MadePaper:
    """A filled sheet as a file with its truth. Chance in content and in damage are drawn apart."""
    printed = typeset(sheet)
    data, media_type, ending = deliver(printed, form, Random(crc32(f"{kind}-{form}-{seed}".encode())))
    pages = printed.pages[:1] if form in SINGLE_PAGE else printed.pages
    truth = Truth(kind, KINDS[kind].held_out, sheet.fields, pages, sheet.qr)
    return MadePaper(f"{kind}-{form}-{seed}.{ending}", data, media_type, truth)


SINGLE_PAGE = {Form.PHOTO, Form.PNG, Form.HEIC, Form.WEBP}
