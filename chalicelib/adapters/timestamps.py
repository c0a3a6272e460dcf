"""Timestamp authorities (RFC 3161): a service on the network, or for rehearsals a key in a PEM file."""

from datetime import datetime

from chalicelib.adapters.signing_keys import Chain

CONNECT_SECONDS, READ_SECONDS = 3.0, 10.0
LARGEST_ANSWER = 64 * 1024
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


class NoTimestamp(OSError):
    """The authority gave no answer that could be one."""


class HttpTimestampAuthority:
    """A service that takes requests by POST (RFC 3161, 3.4)."""

    def __init__(self, url: str) -> None:
        self._url = url

    def answer(self, request: bytes) -> bytes:
        """One POST. Raises ``NoTimestamp``; whoever asked asks again later."""
        import urllib3

        patience = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        try:
            response = urllib3.request(
                "POST",
                self._url,
                body=request,
                headers={"Content-Type": QUERY, "Accept": REPLY},
                timeout=patience,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            body = response.read(LARGEST_ANSWER + 1)
            response.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise NoTimestamp(str(error)) from error
        if response.status != 200 or len(body) > LARGEST_ANSWER:
            raise NoTimestamp(f"status {response.status}, {len(body)} bytes")
        return bytes(body)


class FileTimestampAuthority(Chain):
    """An authority of one's own, for rehearsals: an unprotected RSA key with its certificates.

    ``moment`` stands for the present in tests.
    """

    def __init__(self, bundle: bytes, moment: datetime | None = None) -> None:
        super().__init__(bundle)
        self._moment = moment

    def answer(self, request: bytes) -> bytes:
        """Grants everything."""
        from asn1crypto import keys, pem, tsp, x509
        from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        issuers = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        issuers.register_multiple([x509.Certificate.load(der) for der in self.chain])
        private = next(
            der for kind, _, der in pem.unarmor(self._bundle, multiple=True) if kind == "PRIVATE KEY"
        )
        stamper = DummyTimeStamper(
            x509.Certificate.load(self.certificate),
            keys.PrivateKeyInfo.load(private),
            issuers,
            fixed_dt=self._moment,
        )
        answer = stamper.request_tsa_response(tsp.TimeStampReq.load(request))
        return bytes(answer.dump())
