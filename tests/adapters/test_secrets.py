"""Secrets from the store, once, and silent about their values."""

import json

import boto3
import pytest
from pydantic import ValidationError

from chalicelib.adapters.secrets import secrets_in_store
from tests.aws_in_memory import aws_in_memory


@pytest.fixture
def store():
    with aws_in_memory():
        yield boto3.client("secretsmanager", region_name="ap-southeast-1")


def test_both_secrets_come_in_one_call(store):
    store.create_secret(
        Name="motcua/test", SecretString=json.dumps({"hash_key": "ab" * 32, "portal_password": "p"})
    )
    calls = []
    store.meta.events.register("before-call", lambda model, **_: calls.append(model.name))
    found = secrets_in_store(store, "motcua/test")
    assert found.hash_key_bytes == b"ab" * 32
    assert found.portal_password.get_secret_value() == "p"
    assert calls == ["GetSecretValue"]


def test_a_secret_without_its_key_is_refused_without_telling_the_rest(store):
    store.create_secret(Name="motcua/test", SecretString=json.dumps({"portal_password": "hush"}))
    with pytest.raises(ValidationError) as refused:
        secrets_in_store(store, "motcua/test")
    assert "hush" not in str(refused.value)


def test_nothing_of_a_secret_is_shown(store):
    store.create_secret(Name="motcua/test", SecretString=json.dumps({"hash_key": "ab" * 32}))
    assert "abab" not in repr(secrets_in_store(store, "motcua/test"))
