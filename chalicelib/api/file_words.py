"""What people are told about a file, in both languages: why it was sent back, what was seen, what to look at."""

from collections.abc import Iterator

from chalicelib.domain.files import DossierFile

#: Reasons that digitizing never gives, because it never sees such a file.
_OUR_REASONS = {
    "size-differs": (
        "Dung lượng tệp khác với khai báo. Chọn lại tệp và tải lên lần nữa.",
        "The size differs from what was declared. Choose the file again and upload it once more.",
    ),
    "hash-differs": (
        "Tệp bị thay đổi trên đường truyền. Tải lên lần nữa.",
        "The file was altered on its way. Upload it once more.",
    ),
}
_DOUBT = (
    "Tệp được đọc là “{0.read_as}”, có vẻ dành cho thành phần {0.seems_for}. Xem lại; nếu đúng giấy tờ thì cứ nộp.",
    "It reads like “{0.read_as}”, which seems to be for component {0.seems_for}. Look again; if it is the right paper, "
    "file it all the same.",
)


def reason_of(file: DossierFile) -> tuple[str, str]:
    """Why it was not read, or not whole, with its pages; empty where nothing is amiss."""
    from chalicelib.digitization.reasons import explain

    if not file.reason:
        return "", ""
    return _OUR_REASONS.get(file.reason) or explain(file.reason, file.failed_pages)


def doubt_of(file: DossierFile) -> tuple[str, str]:
    """That it seems to be for another component; empty where it does not."""
    if not file.seems_for:
        return "", ""
    vi, en = (text.format(file) for text in _DOUBT)
    return vi, en


def notes_of(file: DossierFile) -> Iterator[tuple[str, str, str]]:
    """Code and sentences of each thing that was seen in it; a file that was refused says why by its reason alone."""
    from chalicelib.digitization.flags import FLAGS

    for code in dict.fromkeys(file.findings):
        if code in FLAGS:
            yield code, FLAGS[code].vi, FLAGS[code].en
