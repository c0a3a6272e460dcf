"""The trust store as operators keep it: one PEM bundle of root and intermediate certificates and revocation lists."""

from chalicelib.digitization.job import TrustStore


def trust_store_of(bundle: bytes) -> TrustStore:
    """Self-signed certificates are roots, others intermediates. Raises ``ValueError`` for what is no PEM bundle."""
    from asn1crypto import pem, x509

    roots: list[str] = []
    intermediates: list[str] = []
    lists: list[str] = []
    if not bundle.strip():
        return TrustStore()
    for kind, _, der in pem.unarmor(bundle, multiple=True):
        text = pem.armor(kind, der).decode()
        if kind == "X509 CRL":
            lists.append(text)
        elif kind == "CERTIFICATE":
            certificate = x509.Certificate.load(der)
            (roots if certificate.issuer == certificate.subject else intermediates).append(text)
    return TrustStore(tuple(roots), tuple(intermediates), tuple(lists))
