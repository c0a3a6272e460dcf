"""Pieces of uploads in the object store, and how they become one object without ever being in memory together."""

import base64
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.adapters.files import TICKET_LIFE
from chalicelib.domain.files import DossierFile
from chalicelib.domain.storage import piece_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef, ObjectIdentifierTypeDef

#: So many pieces make one part of the whole: the store takes none below 5 MiB but the last.
PIECES_PER_PART = 8
DELETED_AT_ONCE = 1000


class S3Pieces:
    """Implements ``send_in_pieces.Pieces``."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def address(self, file: DossierFile, number: int, length: int, sha256: str) -> str:
        """Length and hash are signed: the store takes no other bytes under this address."""
        return self._client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self._bucket,
                "Key": piece_key(file.dossier_id, file.component, file.file_id, number),
                "ContentLength": length,
                "ChecksumSHA256": base64.b64encode(bytes.fromhex(sha256)).decode(),
            },
            ExpiresIn=int(TICKET_LIFE.total_seconds()),
        )

    def held(self, file: DossierFile) -> dict[int, int]:
        """One ListObjectsV2 for each thousand pieces."""
        prefix = piece_key(file.dossier_id, file.component, file.file_id)
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        return {
            int(entry["Key"].removeprefix(prefix)): entry["Size"]
            for page in pages
            for entry in page.get("Contents", [])
        }

    def join(self, file: DossierFile, total: int) -> bool:
        """One GetObject for each piece, one UploadPart for eight, three calls around them; all or nothing."""
        bucket, key = self._bucket, file.key
        upload = self._client.create_multipart_upload(
            Bucket=bucket, Key=key, ContentType=file.declared.media_type
        )["UploadId"]
        fits = False
        try:
            digest, parts = self._copied(file, total, upload)
            fits = digest == file.declared.sha256
            if fits:
                self._client.complete_multipart_upload(
                    Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
                )
        finally:
            if not fits:
                self._client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)
        self._take_away(file, total)
        return fits

    def _copied(self, file: DossierFile, total: int, upload: str) -> "tuple[str, list[CompletedPartTypeDef]]":
        digest = hashlib.sha256()
        parts: list[CompletedPartTypeDef] = []
        for number, content in enumerate(self._parts(file, total), 1):
            digest.update(content)
            sent = self._client.upload_part(
                Bucket=self._bucket, Key=file.key, UploadId=upload, PartNumber=number, Body=content
            )
            parts.append({"ETag": sent["ETag"], "PartNumber": number})
        return digest.hexdigest(), parts

    def _parts(self, file: DossierFile, total: int) -> Iterator[bytes]:
        for start in range(1, total + 1, PIECES_PER_PART):
            numbers = range(start, min(start + PIECES_PER_PART, total + 1))
            yield b"".join(self._piece(file, number) for number in numbers)

    def _piece(self, file: DossierFile, number: int) -> bytes:
        key = piece_key(file.dossier_id, file.component, file.file_id, number)
        return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def _take_away(self, file: DossierFile, total: int) -> None:
        keys = [piece_key(file.dossier_id, file.component, file.file_id, n) for n in range(1, total + 1)]
        for start in range(0, total, DELETED_AT_ONCE):
            doomed: list[ObjectIdentifierTypeDef] = [
                {"Key": key} for key in keys[start : start + DELETED_AT_ONCE]
            ]
            self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": doomed, "Quiet": True})
