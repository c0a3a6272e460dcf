"""One deployment at a time: whoever deploys holds an object in the bucket of releases until it is over.

Who was killed leaves it behind: on the same machine it is taken over at once, anywhere else after ``LEASE``.
"""

import getpass
import json
import os
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY = "deploying.json"
#: Longer than any deployment takes, its canary besides.
LEASE = timedelta(hours=1)
_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class SomebodyElseDeploys(Exception):
    """Nothing was changed; the text says who, and until when to wait."""


@dataclass(frozen=True, slots=True)
class Holder:
    """``machine`` is another one after every start of the computer; ``since`` in ISO 8601, UTC."""

    who: str
    machine: str
    process: int
    since: str

    @classmethod
    def here(cls, now: datetime) -> "Holder":
        """This process."""
        boot = _BOOT.read_text("ascii").strip() if _BOOT.exists() else ""
        return cls(getpass.getuser(), f"{socket.gethostname()} {boot}".strip(), os.getpid(), now.isoformat())

    def is_gone(self, mine: "Holder") -> bool:
        """Whether it ran on this machine and runs no more."""
        if self.machine != mine.machine:
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False


def _now() -> datetime:
    return datetime.now(UTC)


class Turn:
    """The right to change one stage. Used with ``with``: given back at its end, whatever happened."""

    def __init__(
        self, client: "S3Client", bucket: str, longest: timedelta = LEASE, now: Callable[[], datetime] = _now
    ) -> None:
        self._client, self._bucket, self._longest, self._now = client, bucket, longest, now
        self._held = False

    def take(self) -> None:
        """Raises SomebodyElseDeploys. Where there is no bucket yet there is no turn to take."""
        if self._held:
            return
        mine = Holder.here(self._now())
        if self._put(mine, IfNoneMatch="*"):
            return
        found = self._client.get_object(Bucket=self._bucket, Key=KEY)
        other = Holder(**json.loads(found["Body"].read()))
        until = datetime.fromisoformat(other.since) + self._longest
        if not (other.is_gone(mine) or until <= self._now()) or not self._put(mine, IfMatch=found["ETag"]):
            raise SomebodyElseDeploys(
                f"{other.who} on {other.machine.split(' ')[0]} has been deploying this stage since {other.since[:16]}Z."
                f" Wait until that is over. If it was killed there: run it there again, or wait until {until:%H:%M}Z,"
                f" or take it away: aws s3 rm s3://{self._bucket}/{KEY}"
            )

    def _put(self, mine: Holder, **condition: Any) -> bool:
        body = json.dumps(asdict(mine)).encode()
        try:
            self._client.put_object(Bucket=self._bucket, Key=KEY, Body=body, **condition)
        except self._client.exceptions.NoSuchBucket:
            return True
        except self._client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in _TAKEN:
                raise
            return False
        self._held = True
        return True

    def __enter__(self) -> "Turn":
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        if self._held:
            self._client.delete_object(Bucket=self._bucket, Key=KEY)
            self._held = False
