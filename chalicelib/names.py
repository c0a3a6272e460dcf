"""What a stage's own resources are called: light, because every function needs it to say what it listens to."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


class Names:
    """Names that follow from the stage. Mixed into whatever knows its stage."""

    stage: str

    @property
    def digitize_queue(self) -> str:
        """Uploads that wait to be read."""
        return f"motcua-{self.stage}-digitize"

    @property
    def portal_queue(self) -> str:
        """Dossiers of which the national portal must hear, in order for each dossier."""
        return f"motcua-{self.stage}-portal.fifo"

    @property
    def archive_queue(self) -> str:
        """Dossiers whose papers belong into their owner's repository."""
        return f"motcua-{self.stage}-archive"

    @property
    def webhooks_queue(self) -> str:
        """Dossiers of which subscribers must hear, in order for each dossier."""
        return f"motcua-{self.stage}-webhooks.fifo"

    @property
    def prepare_queue(self) -> str:
        """Items that await something made: copies, exports."""
        return f"motcua-{self.stage}-prepare"


@dataclass(frozen=True)
class Entrance(Names):
    """What app.py must know to declare its ways in. ``function`` is empty outside AWS Lambda."""

    stage: str
    stream_arn: str
    function: str

    @property
    def is_api(self) -> bool:
        """Whether this process serves requests on AWS Lambda; Chalice names that function after app and stage."""
        return self.function == f"motcua-{self.stage}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Entrance":
        """``STAGE`` and ``TABLE_STREAM_ARN`` are ours, the function's name is set by AWS Lambda."""
        stage = environment.get("STAGE", "local")
        stream = environment.get("TABLE_STREAM_ARN", f"arn:aws:dynamodb:::table/motcua-{stage}/stream/-")
        return cls(stage, stream, environment.get("AWS_LAMBDA_FUNCTION_NAME", ""))


@cache
def names() -> Entrance:
    """The names of this process's stage."""
    return Entrance.from_environment()
