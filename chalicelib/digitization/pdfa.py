"""PDF/A-2b: what is taken out of a copy, what is put in, and the checks that must pass before it is declared.

The checks are those below and no more; a full validation (veraPDF) belongs to acceptance of a release, not to
every paper. A copy that fails one is still searchable, it just does not claim to be PDF/A.
"""

from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from chalicelib.digitization.archive import ArchiveMetadata

NAMESPACE = "https://motcua.vn/ns/archive/1.0/"
DROPPED_FROM_ROOT = (
    "/OpenAction",
    "/AA",
    "/Names",
    "/AcroForm",
    "/AF",
    "/Perms",
    "/Collection",
    "/Requirements",
)
DROPPED_FROM_PAGES = ("/AA", "/Annots", "/AF", "/PresSteps", "/Trans")
ACTIVE_KEYS = ("/JS", "/AA", "/OpenAction", "/EF", "/Launch")
FORBIDDEN_FILTERS = {"/LZWDecode", "/Crypt", "/JPXDecode"}
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def sanitise(pdf: Any) -> None:
    """Form answers become part of the page; everything that could act, hide or point elsewhere goes."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    for key in DROPPED_FROM_ROOT:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in DROPPED_FROM_PAGES:
            if key in page.obj:
                del page.obj[key]
    pdf.remove_unreferenced_resources()


def declare(pdf: Any, metadata: ArchiveMetadata, title: str) -> tuple[str, ...]:
    """Write metadata, and the claim to be PDF/A-2b if every check passes; the names of those that fail."""
    import pikepdf

    _add_output_intent(pdf)
    failed = tuple(name for name, passes in CHECKS.items() if not passes(pdf))
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]  # XMP alone speaks, so that the two cannot disagree
    stream = pikepdf.Stream(pdf, _xmp(metadata, title, conforms=not failed).encode())
    stream["/Type"], stream["/Subtype"] = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root["/Metadata"] = pdf.make_indirect(stream)
    pdf.Root["/Lang"] = pikepdf.String("vi-VN")
    return failed


def _add_output_intent(pdf: Any) -> None:
    import pikepdf
    from PIL import ImageCms

    profile = pikepdf.Stream(pdf, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile["/N"] = 3
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root["/OutputIntents"] = pikepdf.Array([pdf.make_indirect(intent)])


def _dictionaries(pdf: Any) -> Iterator[Any]:
    import pikepdf

    return (thing for thing in pdf.objects if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)))


def _fonts_are_embedded(pdf: Any) -> bool:
    return all(_is_embedded(font) for font in _dictionaries(pdf) if str(font.get("/Type")) == "/Font")


def _is_embedded(font: Any) -> bool:
    if str(font.get("/Subtype")) in ("/Type3", "/Type0"):
        return True  # drawn in the file itself; or judged by its descendant
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and any(key in descriptor for key in FONT_FILES)


def _nothing_acts(pdf: Any) -> bool:
    return not any(key in thing for thing in _dictionaries(pdf) for key in ACTIVE_KEYS)


def _filters_are_allowed(pdf: Any) -> bool:
    return not any(FORBIDDEN_FILTERS & _names(thing.get("/Filter")) for thing in _dictionaries(pdf))


def _colours_are_described(pdf: Any) -> bool:
    """No CMYK: the one output intent is sRGB."""
    used = (_names(thing.get("/ColorSpace")) | _names(thing.get("/CS")) for thing in _dictionaries(pdf))
    return not any("/DeviceCMYK" in names for names in used) and not any(map(_paints_cmyk, pdf.pages))


def _paints_cmyk(page: Any) -> bool:
    import pikepdf

    try:
        return any(str(step.operator) in ("k", "K") for step in pikepdf.parse_content_stream(page, "k K"))
    except pikepdf.PdfError:
        return True


def _pictures_are_plain(pdf: Any) -> bool:
    return not any(
        thing.get("/Interpolate", False) is True or "/Alternates" in thing or "/OPI" in thing
        for thing in _dictionaries(pdf)
        if str(thing.get("/Subtype")) == "/Image"
    )


def _nothing_is_outside(pdf: Any) -> bool:
    import pikepdf

    return not any("/F" in thing for thing in _dictionaries(pdf) if isinstance(thing, pikepdf.Stream))


def _names(value: Any) -> set[str]:
    import pikepdf

    if value is None:
        return set()
    if isinstance(value, pikepdf.Array):
        return {str(item) for item in value if isinstance(item, pikepdf.Name)}
    return {str(value)} if isinstance(value, pikepdf.Name) else set()


CHECKS: dict[str, Callable[[Any], bool]] = {
    # ISO 19005-2 clause: what must hold
    "6.1.7.2 allowed filters": _filters_are_allowed,
    "6.1.7.1 no external streams": _nothing_is_outside,
    "6.2.4 colours described": _colours_are_described,
    "6.2.8 plain pictures": _pictures_are_plain,
    "6.2.11.4 fonts embedded": _fonts_are_embedded,
    "6.5 no actions": _nothing_acts,
}


def _xmp(metadata: ArchiveMetadata, title: str, *, conforms: bool) -> str:
    """An XMP packet; the archive's own properties are described in it, as ISO 19005-2, 6.6.2.3 asks."""
    values = metadata.as_dict()
    claim = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" if conforms else ""
    own = "".join(f"<kho:{name}>{escape(value)}</kho:{name}>" for name, value in values.items())
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{name}</pdfaProperty:description></rdf:li>"
        for name in values
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:kho="{NAMESPACE}"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
{claim}{own}
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Archive metadata</pdfaSchema:schema><pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>kho</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
