"""The table of settings in docs/operating.md against what the code reads, and the links between documents."""

import inspect
import re

import pytest

from chalicelib import settings
from chalicelib.portal_settings import PortalSettings
from scripts.documents import ROOT

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", OPERATING, re.MULTILINE))
PORTAL_FIELDS = {f"PORTAL_{name.upper()}": field for name, field in PortalSettings.model_fields.items()}
PLAIN = {name: field for name, field in PORTAL_FIELDS.items() if isinstance(field.default, str | int | float)}
OURS = ("*.md", "docs/*.md", "docs/decisions/*.md")
LINKS = [
    (page, link)
    for pattern in OURS
    for page in sorted(ROOT.glob(pattern))
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    if not link.startswith("http")
]


def test_every_setting_has_its_row_and_no_row_is_out_of_date():
    read = set(re.findall(r'environment\.get\(\s*"(\w+)"', inspect.getsource(settings)))
    assert set(ROWS) == read | PORTAL_FIELDS.keys()


@pytest.mark.parametrize("name", sorted(PLAIN.keys() - {"PORTAL_FILES_URL"}))
def test_a_portal_setting_stands_there_with_its_default(name):
    default = PLAIN[name].default
    assert ROWS[name] == (f"`{default}`" if default != "" else "-")


@pytest.mark.parametrize(("page", "link"), LINKS, ids=lambda part: str(getattr(part, "name", part)))
def test_a_link_leads_somewhere(page, link):
    assert (page.parent / link).exists()
