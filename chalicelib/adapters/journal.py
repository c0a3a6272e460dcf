"""The journal in a bucket of its own, whose objects are locked: nobody can change or delete them for years."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from chalicelib.domain.audit import SignedSeal

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3Journal:
    """Implements ``ports_audit.Journal``: ``lines/<day>/<hash of content>`` and ``seals/<day>``."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def append(self, day: date, lines: Sequence[str]) -> None:
        """One PutObject; named by its content, so that a repetition is the same object."""
        text = "\n".join(lines).encode()
        self._put(f"lines/{day}/{hashlib.sha256(text).hexdigest()}", text)

    def days(self) -> Iterator[date]:
        """One ListObjectsV2 for each thousand days."""
        for page in self._pages("lines/", Delimiter="/"):
            for prefix in page.get("CommonPrefixes", []):
                yield date.fromisoformat(prefix["Prefix"].split("/")[1])

    def lines(self, day: date) -> Iterator[str]:
        """One ListObjectsV2 for each thousand objects of the day, one GetObject for each."""
        for key in self._keys(f"lines/{day}/"):
            yield from self._get(key).decode("utf-8", "replace").split("\n")

    def keep_seal(self, day: date, seal: SignedSeal) -> None:
        """One PutObject: the signature in hexadecimal, a line break, the text."""
        self._put(f"seals/{day}", seal.signature.hex().encode() + b"\n" + seal.text)

    def seals(self) -> Iterator[tuple[date, SignedSeal]]:
        """One ListObjectsV2 for each thousand days, one GetObject for each."""
        for key in self._keys("seals/"):
            signature, _, text = self._get(key).partition(b"\n")
            try:
                signed = bytes.fromhex(signature.decode("ascii"))
            except ValueError:
                signed = b""
            yield date.fromisoformat(key.split("/")[1]), SignedSeal(text, signed)

    def _put(self, key: str, content: bytes) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ChecksumAlgorithm="SHA256")

    def _get(self, key: str) -> bytes:
        return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def _keys(self, prefix: str) -> Iterator[str]:
        for page in self._pages(prefix):
            for entry in page.get("Contents", []):
                yield entry["Key"]

    def _pages(self, prefix: str, **more: str) -> Iterator[dict[str, list[dict[str, str]]]]:
        paginator = self._client.get_paginator("list_objects_v2")
        yield from paginator.paginate(Bucket=self._bucket, Prefix=prefix, **more)  # type: ignore[misc, arg-type]
