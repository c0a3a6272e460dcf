"""moto, told to leave alone what costs most to make again: the session, which has read botocore's models."""

from collections.abc import Iterator
from contextlib import contextmanager

from moto import mock_aws


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """An AWS that is empty at its beginning and forgotten at its end. The credentials are those of all tests."""
    with mock_aws(config={"core": {"mock_credentials": False, "reset_boto3_session": False}}):
        yield
