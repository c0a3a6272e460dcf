"""Objects of any size in the store: read a piece at a time, written as a multipart upload."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chalicelib.domain.errors import UploadMissing

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PIECE = 1024 * 1024
#: The store takes ten thousand parts of five megabytes at least: with these, 80 GB.
PART = 8 * 1024 * 1024


class S3Streams:
    """Implements ``ports_exports.Streams``. The store forgets after a day what a killed process left."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def pieces(self, key: str) -> Iterator[bytes]:
        """One GetObject."""
        try:
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"]
        except self._client.exceptions.NoSuchKey as error:
            raise UploadMissing from error
        return body.iter_chunks(PIECE)

    @contextmanager
    def sink(self, key: str, media_type: str) -> "Iterator[_Parts]":
        """One PutObject for what fits into a part; else a multipart upload, with one call for each part."""
        parts = _Parts(self._client, self._bucket, key, media_type)
        try:
            yield parts
        except BaseException:
            parts.give_up()
            raise
        parts.finish()


class _Parts:
    """Holds one part in memory and sends it when it is full."""

    def __init__(self, client: "S3Client", bucket: str, key: str, media_type: str) -> None:
        self._client, self._bucket, self._key, self._media_type = client, bucket, key, media_type
        self._held = bytearray()
        self._upload = ""
        self._sent: list[CompletedPartTypeDef] = []

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) >= PART:
            self._send(bytes(self._held[:PART]))
            del self._held[:PART]
        return len(data)

    def flush(self) -> None:
        """A part is sent when it is full."""

    def finish(self) -> None:
        if not self._upload:
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._key,
                Body=bytes(self._held),
                ContentType=self._media_type,
                ChecksumAlgorithm="SHA256",
            )
            return
        if self._held:
            self._send(bytes(self._held))
        self._client.complete_multipart_upload(
            Bucket=self._bucket,
            Key=self._key,
            UploadId=self._upload,
            MultipartUpload={"Parts": self._sent},
        )

    def give_up(self) -> None:
        if self._upload:
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=self._key, UploadId=self._upload)

    def _send(self, part: bytes) -> None:
        if not self._upload:
            made = self._client.create_multipart_upload(
                Bucket=self._bucket, Key=self._key, ContentType=self._media_type
            )
            self._upload = made["UploadId"]
        number = len(self._sent) + 1
        told = self._client.upload_part(
            Bucket=self._bucket, Key=self._key, UploadId=self._upload, PartNumber=number, Body=part
        )
        self._sent.append({"PartNumber": number, "ETag": told["ETag"]})
