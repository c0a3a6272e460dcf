"""What only few may know: read once from the store of secrets, or given by the environment of a local machine."""

import json
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, SecretStr

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class Secrets(BaseModel):
    """``hash_key``: hexadecimal, under which personal numbers are hashed. Never printed, logged or part of an error.

    ``later_hash_keys``: those of later rotations, oldest first, separated by commas.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, hide_input_in_errors=True)

    hash_key: SecretStr
    later_hash_keys: SecretStr = SecretStr("")
    portal_password: SecretStr = SecretStr("")
    portal_push_key: SecretStr = SecretStr("")

    @property
    def hash_key_bytes(self) -> bytes:
        """The key as the adapters take it."""
        return self.hash_key.get_secret_value().encode()

    @property
    def later_keys(self) -> tuple[bytes, ...]:
        """The keys of later rotations, oldest first."""
        return tuple(key.encode() for key in self.later_hash_keys.get_secret_value().split(",") if key)


def secrets_in_store(client: "SecretsManagerClient", name: str) -> Secrets:
    """One GetSecretValue. Raises pydantic's ``ValidationError`` if the secret lacks a part."""
    return Secrets.model_validate(json.loads(client.get_secret_value(SecretId=name)["SecretString"]))
