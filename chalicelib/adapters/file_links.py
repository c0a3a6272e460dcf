"""Lasting addresses of files for the national portal: it cannot sign in, so each address carries a seal of ours."""

import hashlib
import hmac
from urllib.parse import quote

from chalicelib.domain.errors import FileNotFound

#: Below which path of ours the portal asks for files.
PATH = "/v1/portal/files"
_SEAL_LENGTH = 32


class FileLinks:
    """``<base>/<dossier>/<component>/<file>/<seal>``; nobody can make up a seal, and each opens one file."""

    def __init__(self, base: str, key: bytes) -> None:
        self._base = base
        self._key = key

    def link(self, dossier_id: str, component: str, file_id: str) -> str:
        """The address of a file. It does not expire: the portal fetches when a person asks, years later."""
        parts = (dossier_id, component, file_id, self._seal(dossier_id, component, file_id))
        return "/".join([self._base, *map(quote, parts)])

    def check(self, dossier_id: str, component: str, file_id: str, seal: str) -> None:
        """Raises ``FileNotFound`` unless the seal is ours for this very file."""
        if not hmac.compare_digest(seal.encode(), self._seal(dossier_id, component, file_id).encode()):
            raise FileNotFound

    def _seal(self, *parts: str) -> str:
        message = "\0".join(("portal-file", *parts)).encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:_SEAL_LENGTH]
