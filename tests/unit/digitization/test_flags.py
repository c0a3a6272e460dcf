"""Whatever is flagged is explained, to officers who never heard of it."""

from chalicelib.digitization.flags import FLAGS
from chalicelib.digitization.policy import POLICY, Action
from chalicelib.domain.files import SIGNED


def test_everything_that_is_flagged_has_its_sentences_and_nothing_else_has() -> None:
    flagged = {code for code, (action, _) in POLICY.items() if action is Action.FLAG}
    assert FLAGS.keys() == flagged | {SIGNED}


def test_the_sentences_end_and_are_not_the_same() -> None:
    assert all(text.endswith(".") for reason in FLAGS.values() for text in (reason.vi, reason.en))
    assert all(reason.vi != reason.en for reason in FLAGS.values())
