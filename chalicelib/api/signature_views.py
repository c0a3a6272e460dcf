"""Signatures in words, so that whoever files learns of a broken one before filing."""

from chalicelib.domain.calendar import local
from chalicelib.domain.signatures import FileSignature

#: By whether it covers the whole file.
_VALID = {
    True: ("Chữ ký hợp lệ, bao trùm toàn bộ tệp.", "Valid, and it covers the whole file."),
    False: (
        "Chữ ký hợp lệ; sau đó tệp chỉ được bổ sung nội dung mà chữ ký cho phép.",
        "Valid; afterwards only what the signature permits was added.",
    ),
}


class SignatureView(FileSignature):
    """A signature with a sentence in both languages."""

    vi: str
    en: str

    @classmethod
    def of(cls, signature: FileSignature) -> "SignatureView":
        """The view of ``signature``."""
        vi, en = _sentences(signature)
        return cls(**dict(signature), vi=vi, en=en)


def _sentences(signature: FileSignature) -> tuple[str, str]:
    from chalicelib.digitization.reasons import REASONS

    signer = signature.signer or "?"
    when_vi, when_en = _when(signature)
    if signature.problem:
        verdict_vi, verdict_en = REASONS[signature.problem].vi, REASONS[signature.problem].en
    else:
        verdict_vi, verdict_en = _VALID[signature.covers_whole_file]
    return f"Ký số bởi {signer}{when_vi}. {verdict_vi}", f"Signed by {signer}{when_en}. {verdict_en}"


def _when(signature: FileSignature) -> tuple[str, str]:
    """What a trusted authority saw comes before what the signer's own clock said."""
    moment = signature.timestamp_at or signature.signed_at
    if moment is None:
        return "", ""
    there = local(moment)
    witness_vi, witness_en = (
        (", có dấu thời gian", ", with a timestamp") if signature.timestamp_at else ("", "")
    )
    return (
        f" lúc {there:%H:%M ngày %d/%m/%Y}{witness_vi}",
        f" at {there:%H:%M on %Y-%m-%d} (UTC+7){witness_en}",
    )
