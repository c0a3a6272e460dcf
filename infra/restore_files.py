"""Objects as they were at an instant: a bucket that keeps every version forgets nothing, it only has to be asked."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_s3 import S3Client

    from chalicelib.domain.ports_sync import Together

T = TypeVar("T")
#: How many calls an operator's machine makes at the same time: as many connections as a client keeps.
AT_ONCE, PORTION = 10, 1000
#: Made to be gone soon; nobody misses them.
PASSING = ("pieces/", "copies/")


@dataclass(frozen=True, slots=True)
class Standing:
    """The version of an object that was in force at the instant. ``is_current``: it still is."""

    key: str
    version: str
    bytes: int
    is_current: bool


@dataclass(slots=True)
class Brought:
    """``kept``: were as they should be. ``back``: copied from an older version, or into the new bucket."""

    kept: int = 0
    back: int = 0
    bytes: int = 0


def standing_at(client: "S3Client", bucket: str, at: datetime) -> Iterator[Standing]:
    """Every object that stood at ``at``, by key. One ListObjectVersions for each thousand versions."""
    for key, versions in groupby(_entries(client, bucket), key=lambda entry: entry["Key"]):
        if key.startswith(PASSING):
            continue
        before = [each for each in versions if each["LastModified"] <= at]
        if not before:
            continue
        # Of an object and a deletion in one second the object is believed: bringing one too many back loses nothing.
        last = max(before, key=lambda each: (each["LastModified"], "Size" in each, each["IsLatest"]))
        if "Size" in last:
            yield Standing(key, last["VersionId"], last["Size"], last["IsLatest"])


def bring_back(
    client: "S3Client",
    source: str,
    target: str,
    at: datetime,
    together: "Together",
) -> Brought:
    """Copy what stood at ``at`` into ``target``; where that is the source itself, only what does not stand any more.

    Nothing is deleted, so what came later stays, and a repetition goes on where it was interrupted.
    """
    brought = Brought()
    present = {} if target == source else _sizes(client, target)

    def stands(each: Standing) -> bool:
        if target == source:
            return still_stands(client, source, each)
        return present.get(each.key) == each.bytes

    def brings(each: Standing) -> bool:
        if stands(each):
            return False
        client.copy_object(
            Bucket=target,
            Key=each.key,
            CopySource={"Bucket": source, "Key": each.key, "VersionId": each.version},
            ChecksumAlgorithm="SHA256",
        )
        return True

    for some in portions(standing_at(client, source, at)):
        copied = [each for each, was in zip(some, together(brings, some), strict=True) if was]
        brought.kept += len(some) - len(copied)
        brought.back += len(copied)
        brought.bytes += sum(each.bytes for each in copied)
    return brought


def portions(things: Iterable[T]) -> Iterator[list[T]]:
    """So many as are looked at together; a bucket has more than fit into memory as futures."""
    remaining = iter(things)
    while some := list(islice(remaining, PORTION)):
        yield some


def still_stands(client: "S3Client", bucket: str, one: Standing) -> bool:
    """Whether the object is now what it was, although it may have a newer version."""
    if one.is_current:
        return True
    try:
        return sha256_of(client, bucket, one.key) == sha256_of(client, bucket, one.key, one.version)
    except client.exceptions.ClientError as error:
        if not is_missing(error):
            raise
        return False


def sha256_of(client: "S3Client", bucket: str, key: str, version: str = "", *, thorough: bool = False) -> str:
    """Hexadecimal: what the store noted when it took the bytes; where it noted nothing, or ``thorough``, of the bytes.

    Raises ClientError, of which ``is_missing`` says whether the object is gone.
    """
    place: Any = {"Bucket": bucket, "Key": key} | ({"VersionId": version} if version else {})
    if not thorough:
        told = client.head_object(**place, ChecksumMode="ENABLED")
        noted = told.get("ChecksumSHA256", "-")
        if "-" not in noted and told.get("ChecksumType") != "COMPOSITE":
            return base64.b64decode(noted).hex()
    return hashlib.sha256(client.get_object(**place)["Body"].read()).hexdigest()


def is_missing(error: "ClientError") -> bool:
    """Whether the store refused because nothing is there."""
    return error.response["Error"]["Code"] in ("404", "NoSuchKey")


def make_like(client: "S3Client", source: str, target: str) -> None:
    """A bucket that keeps versions, encrypts as the other one does and is open to nobody; nothing if it is there."""
    region: Any = client.meta.region_name
    try:
        client.create_bucket(Bucket=target, CreateBucketConfiguration={"LocationConstraint": region})
    except client.exceptions.BucketAlreadyOwnedByYou:
        return
    client.put_bucket_versioning(Bucket=target, VersioningConfiguration={"Status": "Enabled"})
    client.put_public_access_block(
        Bucket=target,
        PublicAccessBlockConfiguration=dict.fromkeys(
            ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
        ),  # type: ignore[arg-type]
    )
    told = client.get_bucket_encryption(Bucket=source)["ServerSideEncryptionConfiguration"]
    client.put_bucket_encryption(Bucket=target, ServerSideEncryptionConfiguration=told)


def _entries(client: "S3Client", bucket: str) -> Iterator[Any]:
    """Versions and deletions in the order of their keys."""
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        yield from sorted(found, key=lambda entry: entry["Key"])


def _sizes(client: "S3Client", bucket: str) -> dict[str, int]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {each["Key"]: each["Size"] for page in pages for each in page.get("Contents", [])}
