"""One POST to an address that somebody else chose: to public addresses only, once, for a while, and little is read.

The name is resolved here and the connection goes to the address that was judged, so that a name which is answered
differently the second time (DNS rebinding) leads nowhere. Redirects are not followed: they are just no success. What
comes back is read until the end of the headers, at most ``LARGEST_HEAD`` bytes, and everything together may take
``PATIENCE_S`` seconds, however slowly it drips; nothing of it is ever shown to anybody but its status.
"""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from urllib.parse import SplitResult, urlsplit

from chalicelib.domain.webhook_feeds import Attempt, Trouble
from chalicelib.domain.webhook_messages import Message

PATIENCE_S = 10.0
CONNECT_PATIENCE_S = 5.0
LARGEST_HEAD = 16 * 1024
AGENT = "Motcua-Webhooks/1"
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)(?: |\r\n)")
_RETRY_AFTER = re.compile(rb"\r\nretry-after: *(\d{1,9}) *\r\n", re.IGNORECASE)
_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}", re.IGNORECASE
)
#: The open internet of IPv6, and what in it only carries addresses of IPv4 (6to4).
_GLOBAL_IPV6, _6TO4 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("2002::/16")

#: Host and port to addresses, as text. Raises ``OSError``.
Resolve = Callable[[str, int], Iterable[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an address lies in the open internet: not private, loopback, link-local, reserved or multicast."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and (found not in _GLOBAL_IPV6 or found in _6TO4):
        return False
    return found.is_global and not found.is_multicast


class _Failed(Exception):
    """The attempt is over."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class GuardedPost:
    """Implements ``ports_webhooks.Post``. ``lenient``: in a rehearsal http and this very machine are allowed too.

    ``trusting``: PEM certificates believed besides those of the system. ``patience_s``: for all of one attempt.
    """

    lenient: bool = False
    resolve: Resolve = resolve
    trusting: str = ""
    patience_s: float = PATIENCE_S

    def may_be_sent_to(self, url: str) -> bool:
        """Whether an address looks like one of the open internet; whether it is one is seen when it is resolved."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None or "#" in url or port == 0:
            return False
        if self.lenient:
            return parts.scheme in ("http", "https") and bool(parts.hostname)
        return parts.scheme == "https" and bool(_HOST.fullmatch(parts.hostname or ""))

    def __call__(self, url: str, message: Message) -> Attempt:
        """Makes no call to AWS."""
        began = time.monotonic()
        try:
            if not self.may_be_sent_to(url):
                raise _Failed(Trouble.ADDRESS_NOT_PUBLIC)
            head = self._exchange(urlsplit(url), message, began + self.patience_s)
            status, wish = _read(head)
            failed = None if 200 <= status < 300 else Trouble.REFUSED
        except _Failed as failure:
            status, wish, failed = None, None, failure.trouble
        took = round(1000 * (time.monotonic() - began))
        return Attempt(status=status, trouble=failed, milliseconds=took, wish=wish)

    def _exchange(self, url: SplitResult, message: Message, deadline: float) -> bytes:
        try:
            with closing(self._connected(url, deadline)) as line:
                line.settimeout(_left(deadline))
                line.sendall(_request(url, message))
                return _head(line, deadline)
        except ssl.SSLError as error:
            raise _Failed(Trouble.NO_TLS) from error
        except OSError as error:
            raise _Failed(Trouble.NO_ANSWER) from error

    def _connected(self, url: SplitResult, deadline: float) -> socket.socket:
        host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
        line = socket.create_connection(
            (self._address(host, port), port), timeout=min(CONNECT_PATIENCE_S, _left(deadline))
        )
        if url.scheme == "http":
            return line
        try:
            line.settimeout(_left(deadline))
            return self._tls.wrap_socket(line, server_hostname=host)
        except BaseException:
            line.close()
            raise

    def _address(self, host: str, port: int) -> str:
        """One address of the name; none at all if any of them is not public: who mixes them is up to something."""
        try:
            found = list(self.resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise _Failed(Trouble.ADDRESS_UNKNOWN) from error
        if not found:
            raise _Failed(Trouble.ADDRESS_UNKNOWN)
        if not self.lenient and not all(map(is_public, found)):
            raise _Failed(Trouble.ADDRESS_NOT_PUBLIC)
        return found[0]

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.trusting:
            context.load_verify_locations(cadata=self.trusting)
        return context


def _request(url: SplitResult, message: Message) -> bytes:
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    headers = {
        "Host": url.netloc,
        "User-Agent": AGENT,
        "Accept": "*/*",
        "Connection": "close",
        "Content-Length": str(len(message.body)),
        **message.headers,
    }
    lines = [f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("ascii") + message.body


def _head(line: socket.socket, deadline: float) -> bytes:
    """Status line and headers. Interim answers (1xx) come before the one that counts."""
    found = b""
    while b"\r\n\r\n" not in found:
        line.settimeout(_left(deadline))
        more = line.recv(4096)
        if not more or len(found) > LARGEST_HEAD:
            raise _Failed(Trouble.NO_ANSWER)
        found += more
        if found.startswith(b"HTTP/1.1 1") and b"\r\n\r\n" in found:
            found = found.split(b"\r\n\r\n", 1)[1]
    return found.split(b"\r\n\r\n", 1)[0] + b"\r\n"


def _read(head: bytes) -> tuple[int, timedelta | None]:
    status = _STATUS.match(head)
    if status is None:
        raise _Failed(Trouble.NO_ANSWER)
    wish = _RETRY_AFTER.search(head)
    return int(status[1]), timedelta(seconds=int(wish[1])) if wish else None


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise _Failed(Trouble.NO_ANSWER)
    return left
