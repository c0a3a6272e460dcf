"""How Vietnamese was written before Unicode: three alphabets in the 256 places of a font.

TCVN3 is TCVN 5712:1993, table 3, which has no capitals with tones; VISCII is RFC 1456; VNI is VNI-Windows, where a
mark follows its letter. Places are read as a PDF shows them: in Windows-1252, and where that is empty in ISO 8859-1.
"""

import re
from dataclasses import dataclass, field

_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđ"
    + "à"
    + "ảãáạ"
    + "ằẳẵắ"
    + "ặầẩẫấậè"
    + "ẻẽéẹềểễếệìỉ"
    + "ĩíịò"
    + "ỏõóọồổỗốộờởỡớợù"
    + "ủũúụừửữứựỳỷỹýỵ"
)
_TCVN3_PLACES = [
    *range(0xA1, 0xAF), *range(0xB5, 0xBA), *range(0xBB, 0xBF), *range(0xC6, 0xCD), *range(0xCE, 0xD9),
    *range(0xDC, 0xE0), *range(0xE1, 0xF0), *range(0xF1, 0xFF),
]  # fmt: skip
_VISCII_UPPER_HALF = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệỐ"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
).replace("ễệỐồ", "ễệốồ")
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VNI_TONES = dict(zip("øùûõï", ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_CIRCUMFLEX = dict(zip("âàáåãä", ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_BREVE = dict(zip("êèéúüë", ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_ALONE = dict(zip("ñæóòîôöÑÆÓÒÎÔÖ", "đỉĩịỵơưĐỈĨỊỴƠƯ", strict=True))


def _at(place: int) -> str:
    """The character that Windows-1252 shows at this place."""
    try:
        return bytes([place]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(place)


def _vni() -> dict[str, str]:
    import unicodedata

    written = _VNI_ALONE | {"iø": "ì", "iù": "í", "IØ": "Ì", "IÙ": "Í"}
    marks = [("aeouy", _VNI_TONES, ""), ("aeo", _VNI_CIRCUMFLEX, "\u0302"), ("a", _VNI_BREVE, "\u0306")]
    for letters, signs, quality in marks:
        for letter in letters:
            for sign, tone in signs.items():
                for case in (str.lower, str.upper):
                    composed = unicodedata.normalize("NFC", case(letter) + quality + tone)
                    written[case(letter) + case(sign)] = composed
    for horned, plain in (("ơ", "ô"), ("ư", "ö")):
        for sign, tone in _VNI_TONES.items():
            for case in (str.lower, str.upper):
                written[case(plain) + case(sign)] = unicodedata.normalize("NFC", case(horned) + tone)
    return written


@dataclass(frozen=True)
class Alphabet:
    """``letters``: what is written, one or two characters, to the letter that is meant."""

    letters: dict[str, str]
    _written: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        longest_first = sorted(self.letters, key=len, reverse=True)
        object.__setattr__(self, "_written", re.compile("|".join(map(re.escape, longest_first))))

    def decode(self, text: str) -> str:
        """The letters that are meant; what the alphabet does not have stays as it is."""
        return self._written.sub(lambda match: self.letters[match.group()], text)


ALPHABETS: dict[str, Alphabet] = {
    "tcvn3": Alphabet({_at(p): letter for p, letter in zip(_TCVN3_PLACES, _TCVN3_LETTERS, strict=True)}),
    "vni": Alphabet(_vni()),
    "viscii": Alphabet(
        {chr(0x80 + n): letter for n, letter in enumerate(_VISCII_UPPER_HALF)}
        | {_at(0x80 + n): letter for n, letter in enumerate(_VISCII_UPPER_HALF)}
        | {chr(place): letter for place, letter in _VISCII_CONTROLS.items()}
    ),
}
