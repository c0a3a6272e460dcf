"""Every word that people meet in an answer of the API is explained in the glossary."""

import pytest

from chalicelib.domain.files import FileState
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.states import NATIONAL_CODES, Command, Role, State
from chalicelib.workers.relay import REACTIONS
from scripts.documents import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
EVENTS = [event.model_fields["kind"].default for event in REACTIONS]


@pytest.mark.parametrize("word", [*State, *Command, *Role, *EVENTS, *FileState, *OwnerKind])
def test_a_word_of_the_domain_is_in_the_glossary(word):
    assert f"`{word}`" in GLOSSARY


@pytest.mark.parametrize(("state", "code"), NATIONAL_CODES.items())
def test_a_state_stands_there_with_its_national_code(state, code):
    assert f"| `{state}` | {code} |" in GLOSSARY
