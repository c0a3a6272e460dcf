"""Pages already read, kept in the object store, so that a retry or a later slice goes on where the last one ended."""

from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from chalicelib.adapters.cipher import Cipher
from chalicelib.adapters.files import S3Blobs
from chalicelib.digitization.model import PageResult, Source
from chalicelib.domain.storage import UploadAddress, reading_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PAGE: TypeAdapter[PageResult] = TypeAdapter(PageResult)
#: Reading a text layer again takes less time than fetching what was read.
_CHEAP = frozenset({Source.TEXT_LAYER, Source.BLANK})


class S3PageCache:
    """Implements ``digitization.PageCache`` for one file: ``read/<dossier>/<component>/<file>/page-<n>.json``."""

    def __init__(
        self, client: "S3Client", bucket: str, address: UploadAddress, cipher: Cipher | None = None
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._address = address
        self._blobs = S3Blobs(client, bucket, cipher)

    def get(self, number: int) -> PageResult | None:
        """One GetObject for a page that is known, none otherwise; the first call lists what there is."""
        key = self._key(number)
        if key not in self._known:
            return None
        return _PAGE.validate_json(self._blobs.read(key))

    def put(self, number: int, page: PageResult) -> None:
        """One PutObject for a page that was dear to read."""
        if page.source in _CHEAP and not page.readings:
            return
        self._blobs.write(self._key(number), _PAGE.dump_json(page), "application/json")

    def _key(self, number: int) -> str:
        return reading_key(*self._address, f"page-{number}.json")

    @cached_property
    def _known(self) -> frozenset[str]:
        """One ListObjectsV2: a file has at most 500 pages, and a list 1,000 lines."""
        answer = self._client.list_objects_v2(
            Bucket=self._bucket, Prefix=reading_key(*self._address, "page-")
        )
        return frozenset(entry["Key"] for entry in answer.get("Contents", ()))
