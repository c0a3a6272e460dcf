"""Pages already read, kept in the object store, so that a retry or a later slice goes on where the last one ended."""

from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from chalicelib.adapters.cipher import Cipher
from chalicelib.adapters.files import S3Blobs
from chalicelib.digitization.model import PageResult, Source
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.storage import UploadAddress, page_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

_PAGE: TypeAdapter[PageResult] = TypeAdapter(PageResult)
#: Reading a text layer again takes less time than fetching what was read.
_CHEAP = frozenset({Source.TEXT_LAYER, Source.BLANK})


class S3PageCache:
    """Implements ``digitize_file.KeptPages`` for one file: ``pages/<dossier>/<component>/<file>/<number>.json``."""

    def __init__(
        self, client: "S3Client", bucket: str, address: UploadAddress, cipher: Cipher | None = None
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._address = address
        self._blobs = S3Blobs(client, bucket, cipher)
        self._has_put = False

    def get(self, number: int) -> PageResult | None:
        """One GetObject for a page that is known, none otherwise; the first call lists what there is."""
        key = self._key(number)
        if key not in self._known:
            return None
        try:
            return _PAGE.validate_json(self._blobs.read(key))
        except UploadMissing:  # somebody else has read the file to its end meanwhile
            return None

    def put(self, number: int, page: PageResult) -> None:
        """One PutObject for a page that was dear to read."""
        if page.source in _CHEAP and not page.readings:
            return
        self._blobs.write(self._key(number), _PAGE.dump_json(page), "application/json")
        self._has_put = True

    def erase(self) -> None:
        """One ListObjectVersions and one DeleteObjects, if there is anything; what is missed expires by itself."""
        if not self._has_put and not self._known:
            return
        prefix = page_key(*self._address)
        answer = self._client.list_object_versions(Bucket=self._bucket, Prefix=prefix)
        listed = [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]
        doomed: list[ObjectIdentifierTypeDef] = [
            {"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in listed
        ]
        if doomed:
            self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": doomed, "Quiet": True})

    def _key(self, number: int) -> str:
        return page_key(*self._address, number)

    @cached_property
    def _known(self) -> frozenset[str]:
        """One ListObjectsV2: a file has at most 500 pages, and a list 1,000 lines."""
        answer = self._client.list_objects_v2(Bucket=self._bucket, Prefix=page_key(*self._address))
        return frozenset(entry["Key"] for entry in answer.get("Contents", ()))
