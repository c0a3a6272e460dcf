"""What deployed functions ask of the emulator and what it decides: noted at the place where it decides.

With ``AUTH=true`` in its environment MiniStack holds every call against the policies of whoever makes it, as AWS does.
Written against the pinned version (requirements-emulator.txt); tests/infra/test_deployed_journey.py holds it to that.
"""

import os
from functools import wraps
from pathlib import Path
from typing import Any

from ministack.core import iam_evaluator
from ministack.services import sts

#: A file; with it in the environment decisions are noted there.
SWITCH = "NOTE_DECISIONS"


def note_decisions() -> None:
    """From now on, write every new ``function action resource allowed|denied`` as a line.

    SQS knows no permission for batches: who may send one message may send ten. MiniStack asks for one all the same.
    """
    if SWITCH not in os.environ:
        return
    decide, noted, file = iam_evaluator.enforce, set[str](), Path(os.environ[SWITCH])

    @wraps(decide)
    def enforce(access_key: str, action: str, service: str, region: str, **about: Any) -> Any:
        action = action.removesuffix("Batch") if service == "sqs" else action
        refusal = decide(access_key, action, service, region, **about)
        role, _, function = sts._sessions.get(access_key, {}).get("Arn", "").rpartition("/")
        line = f"{function} {action} {about.get('resource_arn', '*')} {'denied' if refusal else 'allowed'}\n"
        if role and line not in noted:
            noted.add(line)
            with file.open("a", encoding="utf-8") as lines:
                lines.write(line)
        return refusal

    iam_evaluator.enforce = enforce
