"""Data keys by KMS, or on one machine by a secret of its own. Both implement ``ports_keys.FieldKeys``."""

import hashlib
import os
from typing import TYPE_CHECKING

from chalicelib.domain.ports_keys import KeyRefused

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_NONCE = 12
_KEY = 32


class KmsFieldKeys:
    """The wrapping key never leaves KMS; the encryption context says what for, and stands in CloudTrail."""

    def __init__(self, client: "KMSClient", key_id: str, stage: str) -> None:
        self._client = client
        self._key_id = key_id
        self._stage = stage

    def generate(self, version: int) -> tuple[bytes, bytes]:
        """One GenerateDataKey."""
        made = self._client.generate_data_key(
            KeyId=self._key_id, KeySpec="AES_256", EncryptionContext=self._context(version)
        )
        return made["Plaintext"], made["CiphertextBlob"]

    def unwrap(self, version: int, wrapped: bytes) -> bytes:
        """One Decrypt."""
        try:
            opened = self._client.decrypt(
                KeyId=self._key_id, CiphertextBlob=wrapped, EncryptionContext=self._context(version)
            )
        except self._client.exceptions.ClientError as refusal:
            raise KeyRefused(f"data key {version}") from refusal
        return opened["Plaintext"]

    def _context(self, version: int) -> dict[str, str]:
        return {"purpose": "motcua-fields", "stage": self._stage, "version": str(version)}


class LocalFieldKeys:
    """Makes no call. For rehearsals: who has the secret can open everything."""

    def __init__(self, secret: bytes) -> None:
        self._wrapping = hashlib.sha256(b"motcua fields\0" + secret).digest()

    def generate(self, version: int) -> tuple[bytes, bytes]:
        """Makes no call."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key, nonce = os.urandom(_KEY), os.urandom(_NONCE)
        return key, nonce + AESGCM(self._wrapping).encrypt(nonce, key, str(version).encode())

    def unwrap(self, version: int, wrapped: bytes) -> bytes:
        """Makes no call."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, sealed = wrapped[:_NONCE], wrapped[_NONCE:]
        try:
            return AESGCM(self._wrapping).decrypt(nonce, sealed, str(version).encode())
        except InvalidTag as refusal:
            raise KeyRefused(f"data key {version}") from refusal
