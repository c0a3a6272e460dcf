"""Where an import takes the files of its rows from: a folder of this machine, or a bucket of S3 below a prefix."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

Files = Callable[[str], bytes]


def files_from(source: str, client: "Callable[[], S3Client]") -> Files:
    """Gives the bytes of a file by its name in a row, and raises ``OSError`` where there is none.

    ``source``: empty, a folder, or ``s3://bucket/prefix``; nothing outside of it is ever read.
    """
    if not source:
        return _nowhere
    place = urlsplit(source)
    if place.scheme == "s3":
        return _below_prefix(client(), place.netloc, place.path.strip("/"))
    return _below_folder(Path(source).resolve())


def _nowhere(name: str) -> bytes:
    raise FileNotFoundError(2, "say where the files are with --from")


def _below_folder(folder: Path) -> Files:
    def read(name: str) -> bytes:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise FileNotFoundError(2, "lies outside the folder")
        return path.read_bytes()

    return read


def _below_prefix(client: "S3Client", bucket: str, prefix: str) -> Files:
    from botocore.exceptions import ClientError

    def read(name: str) -> bytes:
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            raise FileNotFoundError(2, "lies outside the prefix")
        try:
            return client.get_object(Bucket=bucket, Key="/".join(filter(None, [prefix, name])))["Body"].read()
        except ClientError as problem:
            raise OSError(5, f"S3: {problem.response['Error']['Code']}") from problem

    return read
