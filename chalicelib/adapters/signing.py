"""Signatures over seals: by a key in KMS, or on one machine by a key made from its secret."""

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from mypy_boto3_kms import KMSClient

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class LocalSigner:
    """Implements ``ports_audit.Signer`` without a call. For rehearsals: who has the secret can sign."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @cached_property
    def _key(self) -> "EllipticCurvePrivateKey":
        from cryptography.hazmat.primitives.asymmetric import ec

        number = int.from_bytes(hashlib.sha512(b"motcua audit\0" + self._secret).digest())
        return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())

    def sign(self, text: bytes) -> bytes:
        """Makes no call."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec

        return self._key.sign(text, ec.ECDSA(hashes.SHA256()))

    def is_signed(self, text: bytes, signature: bytes) -> bool:
        """Makes no call."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec

        try:
            self._key.public_key().verify(signature, text, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


class KmsSigner:
    """Implements ``ports_audit.Signer`` by an asymmetric key that nobody can take out of KMS."""

    def __init__(self, client: "KMSClient", key_id: str) -> None:
        self._client = client
        self._key_id = key_id

    def sign(self, text: bytes) -> bytes:
        """One Sign."""
        answer = self._client.sign(
            KeyId=self._key_id,
            Message=hashlib.sha256(text).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        return answer["Signature"]

    def is_signed(self, text: bytes, signature: bytes) -> bool:
        """One Verify."""
        try:
            answer = self._client.verify(
                KeyId=self._key_id,
                Message=hashlib.sha256(text).digest(),
                MessageType="DIGEST",
                Signature=signature,
                SigningAlgorithm="ECDSA_SHA_256",
            )
        except self._client.exceptions.KMSInvalidSignatureException:
            return False
        return answer["SignatureValid"]
