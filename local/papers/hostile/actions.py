"""PDFs that want to act: programs, forms that send themselves, attachments, films."""

from local.papers.hostile.bare_pdf import flate, pdf, stream, with_catalog, with_page
from local.papers.hostile.registry import READY, hostile, rejected

ACTIVE = rejected("active-content")
ALERT = "<< /Type /Action /S /JavaScript /JS (app.alert(1)) >>"


@hostile("mo.pdf", *ACTIVE)
def script_on_opening() -> bytes:
    return with_catalog(f"/OpenAction {ALERT}")


@hostile("mo.pdf", *ACTIVE)
def script_in_the_name_tree() -> bytes:
    return with_catalog(f"/Names << /JavaScript << /Names [(a) {ALERT}] >> >>")


@hostile("mo.pdf", *ACTIVE)
def script_of_a_page() -> bytes:
    return with_page(f"/AA << /O {ALERT} >>")


@hostile("mo.pdf", *ACTIVE)
def script_of_a_link() -> bytes:
    return with_page(f"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A {ALERT} >>]")


@hostile("mo.pdf", *ACTIVE)
def script_with_a_disguised_name() -> bytes:
    return with_catalog("/OpenAction << /S /J#61v#61Script /J#53 (app.alert(1)) >>")


@hostile("mo.pdf", *ACTIVE)
def script_in_a_stream() -> bytes:
    return with_catalog("/OpenAction << /S /JavaScript /JS 9 0 R >>", {9: flate(b"app.alert(1)")})


@hostile("mo.pdf", *ACTIVE)
def script_after_a_harmless_action() -> bytes:
    return with_catalog(f"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next {ALERT} >>")


@hostile("mo.pdf", *ACTIVE)
def script_of_a_form_field() -> bytes:
    field = f"<< /FT /Tx /T (a) /Subtype /Widget /Rect [0 0 9 9] /AA << /K {ALERT} >> >>"
    return with_catalog("/AcroForm << /Fields [9 0 R] >>", {9: field.encode()})


@hostile("mo.pdf", *ACTIVE)
def script_in_an_object_stream() -> bytes:
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(script_on_opening())) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    return out.getvalue()


@hostile("mo.pdf", *ACTIVE)
def launches_a_program() -> bytes:
    return with_catalog("/OpenAction << /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) >> >>")


@hostile("mo.pdf", *ACTIVE)
def sends_a_form_away() -> bytes:
    return with_catalog("/OpenAction << /S /SubmitForm /F << /FS /URL /F (http://example.invalid/) >> >>")


@hostile("mo.pdf", *ACTIVE)
def imports_data() -> bytes:
    return with_catalog("/OpenAction << /S /ImportData /F (c:\\a.fdf) >>")


@hostile("mo.pdf", *ACTIVE)
def opens_a_web_page_by_itself() -> bytes:
    return with_catalog("/OpenAction << /S /URI /URI (http://example.invalid/) >>")


@hostile("mo.pdf", *ACTIVE)
def opens_a_web_page_with_the_first_page() -> bytes:
    return with_page("/AA << /O << /S /URI /URI (http://example.invalid/) >> >>")


@hostile("lien-ket.pdf", READY)
def plain_web_link() -> bytes:
    action = "<< /S /URI /URI (https://example.invalid/) >>"
    return with_page(f"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A {action} >>]")


@hostile("lien-ket.pdf", READY)
def goes_to_a_page_on_opening() -> bytes:
    return with_catalog("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")


@hostile("lien-ket.pdf", READY)
def goes_to_another_file() -> bytes:
    return with_page(
        "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (\\\\\\\\host\\\\a.pdf) /D [0 /Fit] >> >>]"
    )


@hostile("dinh-kem.pdf", READY, *ACTIVE)
def file_attached_to_the_document() -> bytes:
    spec = b"<< /Type /Filespec /F (a.exe) /EF << /F 10 0 R >> >>"
    body = stream(b"MZ" + bytes(200), "/Type /EmbeddedFile")
    return with_catalog("/Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> >>", {9: spec, 10: body})


@hostile("dinh-kem.pdf", READY, *ACTIVE)
def file_attached_to_a_page() -> bytes:
    spec = "/FS << /Type /Filespec /F (a.exe) /EF << /F 10 0 R >> >>"
    note = f"/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] {spec} >>]"
    return with_page(note, {10: stream(b"MZ" + bytes(200), "/Type /EmbeddedFile")})


@hostile("bieu-mau.pdf", READY, *rejected("dynamic-form"))
def static_xfa_form() -> bytes:
    return with_catalog("/AcroForm << /Fields [] /XFA 9 0 R >>", {9: stream(b"<xdp:xdp/>")})


@hostile("bieu-mau.pdf", *rejected("dynamic-form"))
def dynamic_xfa_form() -> bytes:
    return with_catalog(
        "/NeedsRendering true /AcroForm << /Fields [] /XFA 9 0 R >>", {9: stream(b"<xdp:xdp/>")}
    )


@hostile("phim.pdf", READY, *ACTIVE)
def film_on_a_page() -> bytes:
    return with_page(
        "/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 99 99] /RichMediaContent << >> >>]"
    )


@hostile("phim.pdf", READY, *ACTIVE)
def sound_on_opening() -> bytes:
    return with_catalog("/OpenAction << /S /Sound /Sound 9 0 R >>", {9: stream(bytes(80), "/R 8000")})


@hostile("la.pdf", READY, *ACTIVE)
def action_nobody_knows() -> bytes:
    return with_catalog("/OpenAction << /Type /Action /S /Xyzzy >>")


@hostile("ky.pdf", "partial", *rejected("signature-invalid"))
def changed_after_signing() -> bytes:
    from local.papers.hostile.signed import signed

    whole = signed(pdf())
    return whole.replace(b"Nguyen Van Mau", b"Nguyen Van Moi", 1)


@hostile("ky.pdf", READY, "partial", *rejected("signature-invalid"))
def signed_by_a_stranger() -> bytes:
    from local.papers.hostile.signed import signed

    return signed(pdf())
