"""The object store: uploads that must be what was declared, and bytes that we made ourselves."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from chalicelib.adapters.cipher import Cipher, is_envelope
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.files import DossierFile
from chalicelib.domain.ports import StoredVersion, UploadTicket
from chalicelib.domain.storage import is_reading, upload_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

TICKET_LIFE = timedelta(minutes=30)
LINK_LIFE = timedelta(minutes=5)


class S3Blobs:
    """Implements ``ports.Blobs``. Signing makes no call. ``cipher`` encrypts readings, which are nobody's download."""

    def __init__(self, client: "S3Client", bucket: str, cipher: Cipher | None = None) -> None:
        self._client = client
        self._bucket = bucket
        self._cipher = cipher

    def upload_ticket(self, file: DossierFile) -> UploadTicket:
        """A POST policy: exactly this key, type, size and SHA-256, or the store refuses."""
        declared = file.declared
        fields = {
            "Content-Type": declared.media_type,
            "x-amz-checksum-algorithm": "SHA256",
            "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(declared.sha256)).decode(),
        }
        conditions = [{name: value} for name, value in fields.items()]
        form = self._client.generate_presigned_post(
            Bucket=self._bucket,
            Key=upload_key(file.dossier_id, file.component, file.file_id),
            Fields=dict(fields),
            Conditions=[*conditions, ["content-length-range", declared.bytes, declared.bytes]],
            ExpiresIn=int(TICKET_LIFE.total_seconds()),
        )
        return UploadTicket(form["url"], form["fields"], datetime.now(UTC) + TICKET_LIFE)

    def read(self, key: str) -> bytes:
        """One GetObject."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except self._client.exceptions.NoSuchKey as error:
            raise UploadMissing from error
        data = answer["Body"].read()
        if self._cipher and is_reading(key) and is_envelope(data):
            return self._cipher.decrypt(data, key)
        return data

    def has(self, key: str) -> bool:
        """One HeadObject."""
        try:
            self._client.head_object(Bucket=self._bucket, Key=key)
        except self._client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] != "404":
                raise
            return False
        return True

    def write(self, key: str, data: bytes, media_type: str) -> None:
        """One PutObject, with a checksum that the store keeps."""
        if self._cipher and is_reading(key):
            data = self._cipher.encrypt(data, key)
        self._client.put_object(
            Bucket=self._bucket, Key=key, Body=data, ContentType=media_type, ChecksumAlgorithm="SHA256"
        )

    def erase(self, key: str) -> None:
        """One ListObjectVersions, then one DeleteObjects."""
        doomed: list[ObjectIdentifierTypeDef] = [
            {"Key": key, "VersionId": version} for version in self._versions(key, with_markers=True)
        ]
        if doomed:
            self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": doomed, "Quiet": True})

    def versions(self, key: str) -> Iterator[StoredVersion]:
        """One ListObjectVersions, then one GetObject for each version that is taken."""
        for version in self._versions(key, with_markers=False):
            answer = self._client.get_object(Bucket=self._bucket, Key=key, VersionId=version)
            yield StoredVersion(answer["Body"].read(), answer["ContentType"])

    def _versions(self, key: str, *, with_markers: bool) -> list[str]:
        answer = self._client.list_object_versions(Bucket=self._bucket, Prefix=key)
        kept = list(answer.get("Versions", []))
        gone = list(answer.get("DeleteMarkers", [])) if with_markers else []
        return [entry["VersionId"] for entry in [*kept, *gone] if entry["Key"] == key]

    def link(self, key: str, file_name: str, life: timedelta | None = None) -> str:
        """Served as a download under ``file_name``, never shown inside a page of ours."""
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(file_name)}",
            },
            ExpiresIn=int((life or LINK_LIFE).total_seconds()),
        )
