"""A public key infrastructure for tests: root, issuing authority, officer, citizen, keys that ended, a time-stamper."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from chalicelib.digitization.job import TrustStore

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
END = BEGIN + timedelta(days=3650)
ONE_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class TestKey:
    """A key on this machine; implements ``certification.CertificationKey``."""

    __test__ = False

    private: rsa.RSAPrivateKey
    own: x509.Certificate
    issuers: tuple[x509.Certificate, ...]

    @property
    def certificate(self) -> bytes:
        """DER."""
        return self.own.public_bytes(serialization.Encoding.DER)

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER, the nearest issuer first."""
        return tuple(issuer.public_bytes(serialization.Encoding.DER) for issuer in self.issuers)

    def as_pem(self) -> bytes:
        """Key, certificate and issuers, unprotected: they open nothing but a test."""
        key = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        own = [each.public_bytes(serialization.Encoding.PEM) for each in (self.own, *self.issuers)]
        return b"".join((key, *own))

    def sign_digest(self, digest: bytes) -> bytes:
        """RSA PKCS #1 v1.5 over a SHA-256 digest."""
        return self.private.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))


@dataclass(frozen=True)
class TestPki:
    """Everything a test of signatures needs; ``stranger`` is signed by nobody we trust, ``witness`` may time-stamp."""

    __test__ = False

    officer: TestKey
    citizen: TestKey
    revoked: TestKey
    expired: TestKey
    stranger: TestKey
    witness: TestKey
    trust: TrustStore


@cache
def make_pki() -> TestPki:
    """A new infrastructure, once per process; keys of 2048 bits."""
    root_key, authority_key = _key(), _key()
    root = _certificate("Gốc thử nghiệm", root_key, "Gốc thử nghiệm", root_key, is_authority=True)
    authority = _certificate("CA thử nghiệm", authority_key, "Gốc thử nghiệm", root_key, is_authority=True)

    def issue(name: str, *, ends: datetime = END, may_stamp: bool = False) -> TestKey:
        key = _key()
        own = _certificate(name, key, "CA thử nghiệm", authority_key, ends=ends, may_stamp=may_stamp)
        return TestKey(key, own, (authority, root))

    revoked = issue("Người Ký Cũ")
    stranger_key = _key()
    stranger = _certificate("Người Lạ", stranger_key, "Người Lạ", stranger_key)
    lists = (
        _revocation_list("Gốc thử nghiệm", root_key, ()),
        _revocation_list("CA thử nghiệm", authority_key, (revoked.own,)),
    )
    return TestPki(
        officer=issue("Nguyễn Thị Thử Nghiệm"),
        citizen=issue("Trần Văn Mẫu"),
        revoked=revoked,
        expired=issue("Người Hết Hạn", ends=BEGIN + ONE_MONTH),
        witness=issue("Dấu thời gian thử nghiệm", may_stamp=True),
        stranger=TestKey(stranger_key, stranger, ()),
        trust=TrustStore((_pem(root),), (_pem(authority),), lists),
    )


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: rsa.RSAPrivateKey,
    *,
    is_authority: bool = False,
    ends: datetime = END,
    may_stamp: bool = False,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if may_stamp:  # RFC 3161, 2.3: this purpose, critical, and no other
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _revocation_list(issuer: str, key: rsa.RSAPrivateKey, revoked: tuple[x509.Certificate, ...]) -> str:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(_name(issuer))
        .last_update(BEGIN)
        .next_update(END)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for certificate in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(BEGIN + timedelta(days=1))
            .build()
        )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
