"""Keys for certifying copies: in KMS, or for rehearsals in a PEM file. Both implement ``CertificationKey``."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


class Chain:
    """The certificates of a key as PEM, its own first, then its issuers."""

    def __init__(self, bundle: bytes) -> None:
        self._bundle = bundle

    @cached_property
    def _certificates(self) -> tuple[bytes, ...]:
        from asn1crypto import pem

        blocks = pem.unarmor(self._bundle, multiple=True)
        return tuple(der for kind, _, der in blocks if kind == "CERTIFICATE")

    @property
    def certificate(self) -> bytes:
        """DER."""
        return self._certificates[0]

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER, the nearest issuer first."""
        return self._certificates[1:]


class FileSigningKey(Chain):
    """An unprotected RSA key in the same bundle as its certificates: whoever has the file can sign."""

    def sign_digest(self, digest: bytes) -> bytes:
        """RSA PKCS #1 v1.5 over a SHA-256 digest; makes no call."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding, rsa
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(self._bundle, None)
        assert isinstance(key, rsa.RSAPrivateKey), "the key must be RSA"
        return key.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))


class KmsSigningKey(Chain):
    """An RSA key that nobody can take out of KMS."""

    def __init__(self, client: "KMSClient", key_id: str, bundle: bytes) -> None:
        super().__init__(bundle)
        self._client = client
        self._key_id = key_id

    def sign_digest(self, digest: bytes) -> bytes:
        """One Sign."""
        answer = self._client.sign(
            KeyId=self._key_id,
            Message=digest,
            MessageType="DIGEST",
            SigningAlgorithm="RSASSA_PKCS1_V1_5_SHA_256",
        )
        return answer["Signature"]
