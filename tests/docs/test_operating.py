"""The table of settings in docs/operating.md against what the code reads, and the links between documents."""

import inspect
import re

import pytest
import typer
from typer.core import TyperGroup

import manage
from chalicelib import settings
from chalicelib.portal_settings import PortalSettings
from infra.fingerprints import stage_alarms
from infra.stages import stage_of
from scripts.documents import ROOT

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", OPERATING, re.MULTILINE))
PORTAL_FIELDS = {f"PORTAL_{name.upper()}": field for name, field in PortalSettings.model_fields.items()}
PLAIN = {name: field for name, field in PORTAL_FIELDS.items() if isinstance(field.default, str | int | float)}
#: What an operator reads, and the code that tells operators what to call.
TELLING = ("README.md", "docs/*.md", "manage_commands/*.py", "infra/*.py", "chalicelib/**/*.py")
WORDS = re.compile(r"manage\.py ([a-z][\w-]*(?: [\w./:+-]+)*)")
TOLD = sorted(
    {
        (path.relative_to(ROOT).as_posix(), " ".join(told.split()).rstrip(".:"))
        for pattern in TELLING
        for path in ROOT.glob(pattern)
        for told in WORDS.findall(path.read_text("utf-8"))
    }
)
TABLE = OPERATING.split("## The command line")[1].split("\n## ")[0]
FIRST_COLUMN = [
    told
    for cell in re.findall(r"^\| (`[a-z].*?) \|", TABLE, re.MULTILINE)
    for told in re.findall(r"`([a-z][^`]*)`", cell)
]
TARGETS = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
PAGES = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
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


def unknown(told: str) -> str:
    """The first word that is no command, or an option that the command has not. Values are not looked at."""
    command = typer.main.get_command(manage.app)
    for word in told.split():
        if isinstance(command, TyperGroup):
            found = command.get_command(None, word)
            if found is None:
                return word
            command = found
        elif word.startswith("--") and word not in {name for each in command.params for name in each.opts}:
            return word
    return ""


@pytest.mark.parametrize(("place", "told"), TOLD)
def test_a_command_that_an_operator_is_told_to_call_exists(place, told):
    assert unknown(told) == ""


@pytest.mark.parametrize("told", FIRST_COLUMN)
def test_the_table_of_commands_names_only_what_there_is(told):
    assert unknown(re.sub(r"[…\[\]]", " ", told)) == ""


def test_every_command_stands_in_the_table():
    assert {told.split()[0] for told in FIRST_COLUMN} >= set(manage.COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_a_target_of_make_that_is_told_of_exists(page):
    text = (ROOT / page).read_text("utf-8")
    assert set(re.findall(r"(?:`|^    |^)make ([a-z][a-z0-9-]*)", text, re.MULTILINE)) <= TARGETS


def test_every_page_for_an_alarm_has_an_alarm_that_leads_there():
    pages = set(re.findall(r'<a id="(alarm-[a-z-]+)"></a>', OPERATING))
    assert pages == {alarm.page for alarm in stage_alarms(stage_of("test"))}
