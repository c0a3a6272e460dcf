"""moto, told to leave alone what costs most to make again: the session, which has read botocore's models."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import boto3
from moto import mock_aws

boto3.DEFAULT_SESSION = None  # moto does not hear of what a session does that was there before it


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """An AWS that is empty at its beginning and forgotten at its end. The credentials are those of all tests."""
    with (
        patch.dict(os.environ),
        mock_aws(config={"core": {"mock_credentials": False, "reset_boto3_session": False}}),
    ):
        os.environ.pop("AWS_ENDPOINT_URL", None)  # the world of tests/app leads to its emulator
        yield
