"""A damaged PDF put in order for reading: qpdf finds objects again that pdfium would do without, saying nothing."""

import io


def mended(data: bytes) -> bytes:
    """The same objects under a table of places that is right; the file as it is where even qpdf cannot write it."""
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except Exception:  # arbitrary bytes: what cannot be mended is read as it came
        return data
    return out.getvalue()
