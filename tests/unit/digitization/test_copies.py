"""Copies: searchable, archived, without what does not travel."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from chalicelib.digitization import digitize
from chalicelib.digitization.archive import MAX_LENGTH, ArchiveMetadata, describe
from chalicelib.digitization.copies import join_photos, preview, searchable_copy, thumbnail
from chalicelib.digitization.model import Digitized, Kind, Outcome, PageResult, Source, Word
from chalicelib.digitization.photos import without_metadata
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sidecar import from_json, schema, to_json
from tests.unit.digitization.small_papers import DECISION, as_jpeg, pdf_of, picture_of

WORD = "ƯỚC"
BOX = (100.0, 50.0, 160.0, 62.0)


def scanned(rotation: int = 0) -> tuple[bytes, Digitized]:
    """A picture of 600 x 400 points and a reading of it with one word, as the page lies upright."""
    size = (1250, 833) if rotation in (0, 180) else (833, 1250)
    data = as_jpeg(Image.new("RGB", size, "white"), dpi=(150, 150))
    page = PageResult(1, 600.0, 399.84, Source.OCR, (Word(WORD, BOX, 0.9, 0),), 0.9, rotation=rotation)
    return data, Digitized(Outcome.READY, "0" * 64, len(data), kind=Kind.JPEG, page_count=1, pages=(page,))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_an_invisible_word_lies_where_it_was_read(rotation: int) -> None:
    made = searchable_copy(*scanned(rotation))
    assert made is not None
    with pypdfium2.PdfDocument(made.pdf) as pdf:
        again = digitize_text_layer(pdf)
    assert again.text == WORD
    assert again.box == pytest.approx(BOX, abs=4)


def digitize_text_layer(pdf: pypdfium2.PdfDocument) -> Word:
    from chalicelib.digitization.text_layer import read_text_layer

    return read_text_layer(pdf[0]).words[0]


def test_a_copy_declares_pdfa_and_carries_its_metadata() -> None:
    data, digitized = scanned()
    metadata = ArchiveMetadata("G18.01_QD_000021_V1", Subject="Về việc <thử>")
    made = searchable_copy(data, digitized, metadata)
    assert made is not None
    assert made.is_pdfa
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert pdf.check_pdf_syntax() == []
        xmp = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<kho:DocCode>G18.01_QD_000021_V1</kho:DocCode>" in xmp
    assert "Về việc &lt;thử&gt;" in xmp


def test_a_copy_with_a_font_left_outside_does_not_claim_to_be_pdfa() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_of(DECISION)))
    pdf.pages[0].obj.Resources["/Font"]["/Outside"] = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    pdf.pages[0].contents_add(b"BT /Outside 9 Tf (a) Tj ET")
    out = io.BytesIO()
    pdf.save(out)
    made = searchable_copy(out.getvalue(), digitize(out.getvalue()))
    assert made is not None
    assert made.failed_checks == ("6.2.11.4 fonts embedded",)
    assert b"pdfaid:part" not in made.pdf


def test_attachments_and_actions_do_not_travel() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_of(DECISION)))
    pdf.attachments["a.txt"] = b"embedded words"
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    digitized = digitize(out.getvalue())
    assert [finding.code for finding in digitized.findings] == ["embedded-file"]
    made = searchable_copy(out.getvalue(), digitized)
    assert made is not None
    assert digitize(made.pdf).findings == ()
    assert digitize(made.pdf).text == digitized.text


def test_a_signed_file_and_a_word_file_have_no_rewritten_copy() -> None:
    data, digitized = scanned()
    assert searchable_copy(data, replace(digitized, kind=Kind.DOCX)) is None


def test_photos_are_joined_in_order_without_where_they_were_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "owner of the camera"
    photos = [as_jpeg(picture_of(word, 600, 400), exif=exif) for word in ("một", "hai", "ba")]
    joined = join_photos(photos)
    assert b"owner of the camera" not in joined
    with pypdfium2.PdfDocument(joined) as pdf:
        assert len(pdf) == 3
        width, height = pdf[0].get_size()
    assert width < height


def test_metadata_goes_and_the_pixels_stay() -> None:
    exif = Image.Exif()
    exif[0x010F] = "owner of the camera"
    photo = as_jpeg(picture_of("một", 200, 100), exif=exif)
    bare = without_metadata(photo)
    assert b"owner" not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(photo)).tobytes()


def test_previews_are_small_upright_pictures() -> None:
    lying = as_jpeg(picture_of(DECISION, 1800, 1200))
    assert Image.open(io.BytesIO(thumbnail(lying))).size == (320, 213)
    assert Image.open(io.BytesIO(preview(lying, side=600, rotation=90))).size == (400, 600)


def test_a_page_that_is_not_there_has_no_preview() -> None:
    with pytest.raises(Rejected):
        preview(pdf_of("một"), page=2)


def test_the_sidecar_comes_back_as_it_was() -> None:
    digitized = digitize(pdf_of(DECISION))
    assert from_json(to_json(digitized)) == digitized
    assert schema()["properties"]["schema_version"]["default"] == digitized.schema_version


def test_archive_metadata_is_taken_from_the_fields() -> None:
    metadata = describe(digitize(pdf_of(DECISION)), "G18.01_QD_000021_V1")
    assert (metadata.CodeNumber, metadata.CodeNotation, metadata.IssuedDate) == (
        "123",
        "QĐ-QLD",
        "2024-03-05",
    )
    assert metadata.TypeName == "Quyết định"
    assert metadata.PageAmount == "1"


@pytest.mark.parametrize("name", MAX_LENGTH)
def test_metadata_that_is_too_long_is_refused_not_cut(name: str) -> None:
    values = {"DocCode": "A", name: "x" * (MAX_LENGTH[name] + 1)}
    with pytest.raises(ValueError, match=name):
        ArchiveMetadata(**values)
