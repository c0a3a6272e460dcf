"""The officer's certification: the digitized copy signed and visibly marked, by a key that this code never sees."""

from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from chalicelib.digitization.job import TrustStore

VIETNAM = timezone(timedelta(hours=7))
FIELD = "ChungThuc"
LETTERS = Path(__file__).parent / "fonts" / "mark.ttf"
MARK_SIZE = (190.0, 46.0)  # points
MARK_MARGIN = 14.0
MARK_DPI = 288
INK = (176, 0, 32)


class CertificationKey(Protocol):
    """A signing key with its certificate: AWS KMS in production, a file on the local machine.

    The key is RSA (PKCS #1 v1.5) and the digest SHA-256.
    """

    @property
    def certificate(self) -> bytes:
        """The signer's certificate, DER."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificates of its issuers, DER."""

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature over a SHA-256 digest."""


class TimestampAuthority(Protocol):
    """Who witnesses when something was signed (RFC 3161): a service in production, a key of ours in rehearsals."""

    def answer(self, request: bytes) -> bytes:
        """A TimeStampResp for a TimeStampReq, both DER. Raises ``OSError`` when there is no answer."""


def certify(
    copy: bytes,
    key: CertificationKey,
    officer: str,
    moment: datetime,
    *,
    authority: TimestampAuthority | None = None,
    trust: TrustStore | None = None,
) -> bytes:
    """The PDF signed as certified, with officer and time (UTC+7) at the top right of page 1.

    PAdES B-B; B-T with an ``authority``; B-LT with a ``trust`` store whose revocation lists vouch for the signer too:
    certificates and lists are then kept in the file, to prove the signature when they are no longer served.
    Name, hour, minute and second as the guide to digitization of 2025 asks. ``copy`` must be a copy that we made, never
    an original. Raises ``ValueError`` for a moment without time zone, ``OSError`` when the authority does not answer.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone", moment)
    from pyhanko.pdf_utils.images import PdfImage
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle

    writer = IncrementalPdfFileWriter(BytesIO(copy))
    evidence = _evidence(key, trust) if authority is not None and trust is not None else None
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            name=officer,
            reason="Chứng thực bản số hóa",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.FILL_FORMS,
            embed_validation_info=evidence is not None,
            validation_context=evidence,
            signer_key_usage={"digital_signature"},
        ),
        signer=_signer(key),
        timestamper=None if authority is None else _time_stamper(authority),
        stamp_style=StaticStampStyle(
            border_width=0, background=PdfImage(_mark(officer, moment), writer=writer), background_opacity=1.0
        ),
        new_field_spec=fields.SigFieldSpec(FIELD, on_page=0, box=_top_right(copy)),
    )
    return bytes(signer.sign_pdf(writer).getvalue())


def _evidence(key: CertificationKey, trust: TrustStore) -> Any:
    """The context that lists and certificates are taken from; None where they do not vouch for the signer."""
    import asyncio

    from asn1crypto import x509
    from pyhanko_certvalidator import CertificateValidator
    from pyhanko_certvalidator.errors import PathError, ValidationError

    from chalicelib.digitization.signature import context_of

    if not trust.revocation_lists:
        return None
    validator = CertificateValidator(
        x509.Certificate.load(key.certificate),
        [x509.Certificate.load(der) for der in key.chain],
        validation_context=context_of(trust),
    )
    try:
        asyncio.run(validator.async_validate_usage({"digital_signature"}))  # type: ignore[no-untyped-call]
    except (ValidationError, PathError):
        return None
    return context_of(trust)


def _time_stamper(authority: TimestampAuthority) -> Any:
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper

    class PortTimeStamper(TimeStamper):
        """pyHanko's client, asking the port instead of the network."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            return tsp.TimeStampResp.load(authority.answer(req.dump()))

    return PortTimeStamper()  # type: ignore[no-untyped-call]


def _signer(key: CertificationKey) -> Any:
    import hashlib

    from asn1crypto import x509
    from asn1crypto.algos import SignedDigestAlgorithm
    from pyhanko.sign.signers import ExternalSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([x509.Certificate.load(der) for der in key.chain])

    class PortSigner(ExternalSigner):
        """pyHanko's signer, asking the port for the one operation that needs the key."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if dry_run:
                return bytes(certificate.public_key.byte_size)
            assert digest_algorithm == "sha256", digest_algorithm
            return key.sign_digest(hashlib.sha256(data).digest())

    certificate = x509.Certificate.load(key.certificate)
    return PortSigner(
        signing_cert=certificate,
        cert_registry=store,
        signature_value=certificate.public_key.byte_size,
        signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
    )


def _top_right(pdf: bytes) -> tuple[int, int, int, int]:
    """The mark's place in points from the lower left corner of page 1."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        right, top = (float(side) for side in list(opened.pages[0].cropbox)[2:])
    width, height = MARK_SIZE
    return (
        round(right - MARK_MARGIN - width),
        round(top - MARK_MARGIN - height),
        round(right - MARK_MARGIN),
        round(top - MARK_MARGIN),
    )


def _mark(officer: str, moment: datetime) -> Any:
    """The mark as a picture: three lines in a frame."""
    from PIL import Image, ImageDraw

    scale = MARK_DPI / 72
    size = (round(MARK_SIZE[0] * scale), round(MARK_SIZE[1] * scale))
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((1, 1, size[0] - 2, size[1] - 2), outline=INK, width=round(scale * 0.8))
    when = f"{moment.astimezone(VIETNAM):%H:%M:%S %d/%m/%Y} (UTC+7)"
    for row, line in enumerate(("Bản số hóa đã đối chiếu, ký số bởi:", officer, f"Thời gian ký: {when}")):
        points = 8.0
        while points > 4 and _letters(points * scale).getlength(line) > size[0] - 10 * scale:
            points -= 0.5  # a long name is set smaller rather than cut
        draw.text((5 * scale, (5 + 13 * row) * scale), line, font=_letters(points * scale), fill=INK)
    return picture


def _letters(size: float) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(LETTERS), size, layout_engine=ImageFont.Layout.BASIC)
