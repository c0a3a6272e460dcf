"""The examples in docs/partners.md are taken as they stand there, and its tables say what the code does."""

import json
import re

import pytest

from chalicelib.domain.partner_account import DebtKind, Reception
from chalicelib.domain.partner_dossiers import PartnerDossier, PartnerStep
from chalicelib.domain.states import NATIONAL_CODES, State
from scripts.documents import ROOT

TEXT = (ROOT / "docs/partners.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]


def test_the_examples_are_rows_that_are_taken():
    dossiers = [PartnerDossier.model_validate(row) for each in EXAMPLES for row in each.get("dossiers", ())]
    steps = [PartnerStep.model_validate(row) for each in EXAMPLES for row in each.get("steps", ())]
    assert len(dossiers) == 1
    assert [step.step for step in steps] == [1, 2, 3, 4]


@pytest.mark.parametrize("model", [PartnerDossier, PartnerStep])
def test_every_field_is_explained(model):
    assert [name for name in model.model_fields if f"`{name}`" not in TEXT and f'"{name}"' not in TEXT] == []


@pytest.mark.parametrize("state", sorted(set(NATIONAL_CODES) - {State.SUBMITTED}))
def test_a_state_stands_there_with_its_national_code(state):
    assert f"| `{state}` | {NATIONAL_CODES[state]} |" in TEXT


@pytest.mark.parametrize("word", [*Reception, *DebtKind])
def test_every_word_of_an_answer_is_explained(word):
    assert f"`{word}`" in TEXT
