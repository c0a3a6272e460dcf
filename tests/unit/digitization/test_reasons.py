"""The tables of reasons and of policy, and the reading model that is packaged."""

import hashlib

import pytest

from chalicelib.digitization.job import PACKAGED_MODELS
from chalicelib.digitization.pdf_safety import FINDING_OF_ACTION
from chalicelib.digitization.policy import POLICY, Action, judge
from chalicelib.digitization.reasons import REASONS, Rejected, explain


def test_every_refusal_has_a_reason_and_nothing_else_has_one() -> None:
    for action, reason in POLICY.values():
        assert (reason in REASONS) is (action is Action.REFUSE)


def test_every_action_of_a_pdf_has_a_policy() -> None:
    assert set(FINDING_OF_ACTION.values()) <= set(POLICY)


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_told_in_both_languages_with_page_numbers_filled_in(code: str) -> None:
    vietnamese, english = explain(code, (3, 7))
    assert vietnamese != english
    assert "{" not in vietnamese + english
    assert vietnamese.endswith(".")


def test_page_numbers_are_named() -> None:
    assert explain("pages-unreadable", (3,))[0].startswith("Trang 3 không đọc được")


def test_what_is_refused_keeps_its_findings() -> None:
    with pytest.raises(Rejected) as refused:
        judge({"javascript": 2, "embedded-file": 1, "link": 5, "launch": 0})
    assert refused.value.code == "active-content"
    assert [(finding.code, finding.count) for finding in refused.value.findings] == [
        ("embedded-file", 1),
        ("javascript", 2),
    ]


def test_the_packaged_model_is_the_one_its_notice_describes() -> None:
    digest = hashlib.sha256((PACKAGED_MODELS / "vie.traineddata").read_bytes()).hexdigest()
    assert digest in (PACKAGED_MODELS / "README.md").read_text("utf-8")
