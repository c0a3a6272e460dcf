"""A PDF signed with a key made on the spot, which no trust store knows."""

import io
from datetime import UTC, datetime


def signed(pdf: bytes) -> bytes:
    """The PDF with an invisible PAdES signature of an unknown signer."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nguoi ky thu")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    bundle = serialization.pkcs12.serialize_key_and_certificates(
        b"test", key, certificate, None, serialization.NoEncryption()
    )
    signer = SimpleSigner.load_pkcs12_data(bundle, other_certs=[])
    assert signer is not None
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    how = PdfSignatureMetadata(field_name="ChuKy", subfilter=SigSeedSubFilter.PADES)
    return bytes(sign_pdf(writer, how, signer=signer).getvalue())
