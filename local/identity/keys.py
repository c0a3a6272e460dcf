"""The provider's signing key: RSA, made on the first start and kept; only its public half is published."""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import RSAAlgorithm

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

BITS = 2048


class SigningKey:
    """Signs tokens with RS256."""

    def __init__(self, private: "RSAPrivateKey") -> None:
        self._private = private
        public = json.loads(RSAAlgorithm.to_jwk(private.public_key()))
        self._id = hashlib.sha256(public["n"].encode("ascii")).hexdigest()[:16]
        self._public = {"kty": "RSA", "n": public["n"], "e": public["e"]}

    @classmethod
    def load_or_make(cls, path: Path) -> "SigningKey":
        """The key in the file; if there is none, a new one, readable by its owner only."""
        if not path.exists():
            private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
            pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(pem)
        loaded = load_pem_private_key(path.read_bytes(), password=None)
        assert isinstance(loaded, rsa.RSAPrivateKey)
        return cls(loaded)

    def sign(self, claims: Mapping[str, Any], life_s: int) -> str:
        """A token that is valid from now on for ``life_s`` seconds of real time."""
        now = int(time.time())
        return jwt.encode(
            {**claims, "iat": now, "exp": now + life_s}, self._private, "RS256", {"kid": self._id}
        )

    def jwks(self) -> dict[str, Any]:
        """The public half, as a JSON Web Key Set."""
        return {"keys": [{**self._public, "kid": self._id, "use": "sig", "alg": "RS256"}]}
