"""Text that Vietnamese word processors wrote before Unicode (TCVN3, VNI, VISCII), turned into Unicode."""

import re
from collections.abc import Callable

SUSPICIOUS = re.compile(r"[\u0080-\u00ff\u2018-\u2122\u0152-\u0192\u02c6-\u02dd]")
VIETNAMESE = re.compile(r"[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0\u0102\u0103\u0110\u0111\u0300-\u0309\u0323]")
CAPITAL_FONT = re.compile(r"\.?Vn\w*H(?:$|[,-])|^[A-Z]{6}\+\.?Vn\w*H(?:$|[,-])")


def decode(text: str, font_names: Callable[[], list[str]]) -> tuple[str, str]:
    """The text in Unicode and the name of the encoding it was in.

    TCVN3 has no accented capitals: they are small letters set in a font whose name ends in H (``.VnTimeH``),
    which is why the fonts are asked for.
    """
    if not SUSPICIOUS.search(text) or len(VIETNAMESE.findall(text)) > len(SUSPICIOUS.findall(text)) // 4:
        return text, "unicode"
    import viparse

    encoding = viparse.detect_text_encoding(text)
    if encoding is None:
        return text, "unicode"
    if encoding == "tcvn3":
        return _decode_tcvn3(text, font_names()), encoding
    return str(viparse.fix(text, encoding=encoding)), encoding


def _decode_tcvn3(text: str, fonts: list[str]) -> str:
    import viparse

    decoded = str(viparse.fix(text, encoding="tcvn3"))
    if len(decoded) != len(text) or len(fonts) != len(text):
        return decoded
    return "".join(
        letter.upper() if CAPITAL_FONT.search(font) else letter
        for letter, font in zip(decoded, fonts, strict=True)
    )
