"""QR codes and barcodes on a page's picture."""

from typing import Any

from chalicelib.digitization.model import Code

FORMATS = ("QRCode", "DataMatrix", "Code128")


def read_codes(picture: Any, number: int, width: float) -> tuple[Code, ...]:
    """All codes on page ``number``, which is ``width`` points wide; boxes as the sheet lies, before turning."""
    import zxingcpp

    scale = width / picture.width
    formats = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in FORMATS])
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=formats)
    return tuple(_code(item, number, scale) for item in found if item.text)


def _code(item: Any, number: int, scale: float) -> Code:
    corners = (
        item.position.top_left,
        item.position.top_right,
        item.position.bottom_left,
        item.position.bottom_right,
    )
    across = [corner.x * scale for corner in corners]
    down = [corner.y * scale for corner in corners]
    box = (round(min(across), 1), round(min(down), 1), round(max(across), 1), round(max(down), 1))
    return Code(str(item.format).rpartition(".")[2], item.text, number, box)
