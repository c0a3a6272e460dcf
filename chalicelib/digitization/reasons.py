"""The one table of reasons why a file or a page was not read, in words a citizen can act on."""

from dataclasses import dataclass

from chalicelib.digitization.model import Finding, Signature


@dataclass(frozen=True)
class Reason:
    """``vi`` and ``en`` say what happened and what to do next; ``{pages}`` is filled with page numbers."""

    vi: str
    en: str


REASONS: dict[str, Reason] = {
    "empty": Reason(
        "Tệp trống. Hãy chọn lại tệp rồi tải lên.",
        "The file is empty. Choose the file again and upload it.",
    ),
    "too-many-bytes": Reason(
        "Tệp quá lớn. Hãy quét ở 200-300 dpi hoặc chia thành nhiều tệp.",
        "The file is too large. Scan at 200-300 dpi or split it into several files.",
    ),
    "digest-mismatch": Reason(
        "Tệp nhận được khác với tệp đã gửi. Hãy tải lên lại.",
        "The file received differs from the file sent. Upload it again.",
    ),
    "unknown-type": Reason(
        "Không nhận ra loại tệp. Hãy gửi PDF, JPEG, PNG, TIFF, HEIC, WebP hoặc DOCX.",
        "The file type is not recognised. Send PDF, JPEG, PNG, TIFF, HEIC, WebP or DOCX.",
    ),
    "type-not-accepted": Reason(
        "Thủ tục này không nhận loại tệp này. Hãy xuất ra PDF rồi tải lên.",
        "This procedure does not accept this type of file. Export it as PDF and upload that.",
    ),
    "several-types": Reason(
        "Tệp giả dạng nhiều loại cùng lúc. Hãy xuất lại thành PDF mới.",
        "The file pretends to be several types at once. Export it again as a new PDF.",
    ),
    "truncated": Reason(
        "Tệp bị cắt cụt, có thể do tải lên dở dang. Hãy tải lên lại.",
        "The file is cut off, perhaps by an interrupted upload. Upload it again.",
    ),
    "damaged": Reason(
        "Tệp bị hỏng, không mở được. Hãy quét hoặc xuất lại.",
        "The file is damaged and cannot be opened. Scan or export it again.",
    ),
    "password": Reason(
        "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.",
        "The file has a password. Remove the password and upload it again.",
    ),
    "no-pages": Reason(
        "Tệp không có trang nào. Hãy quét hoặc xuất lại.",
        "The file has no pages. Scan or export it again.",
    ),
    "too-many-pages": Reason(
        "Tệp có quá nhiều trang. Hãy chia thành nhiều tệp.",
        "The file has too many pages. Split it into several files.",
    ),
    "too-many-pixels": Reason(
        "Hình quá lớn. Hãy chụp hoặc quét ở 200-300 dpi.",
        "The picture is too large. Photograph or scan it at 200-300 dpi.",
    ),
    "too-small": Reason(
        "Hình quá nhỏ, không đọc được chữ. Hãy chụp gần hơn hoặc quét ở 200 dpi.",
        "The picture is too small to read. Move closer or scan at 200 dpi.",
    ),
    "inflates-too-far": Reason(
        "Tệp phình ra quá mức khi giải nén. Hãy xuất lại thành PDF mới.",
        "The file grows beyond all measure when unpacked. Export it again as a new PDF.",
    ),
    "active-content": Reason(
        "Tệp chứa mã lệnh hoặc hành động tự chạy. Hãy in ra PDF mới rồi tải lên.",
        "The file contains programs or actions that start by themselves. Print it to PDF and send that.",
    ),
    "dynamic-form": Reason(
        "Tệp là biểu mẫu động (XFA), không lưu trữ được. Hãy in ra PDF mới rồi tải lên.",
        "The file is a dynamic form (XFA), which cannot be archived. Print it to a new PDF and upload that.",
    ),
    "macros": Reason(
        "Tệp Word chứa macro. Hãy lưu lại dạng .docx không có macro hoặc xuất ra PDF.",
        "The Word file contains macros. Save it as .docx without macros or export it as PDF.",
    ),
    "external-target": Reason(
        "Tệp Word lấy nội dung từ bên ngoài. Hãy xuất ra PDF rồi tải lên.",
        "The Word file takes content from outside. Export it as PDF and upload that.",
    ),
    "too-costly": Reason(
        "Tệp quá phức tạp, không xử lý được trong giới hạn. Hãy in ra PDF mới hoặc quét lại.",
        "The file is too complex to process within the limits. Print it to a new PDF or scan it again.",
    ),
    "pages-unreadable": Reason(
        "Trang {pages} không đọc được. Hãy quét lại các trang này; cán bộ sẽ xem bản gốc.",
        "Page {pages} could not be read. Scan it again; an officer will look at the original.",
    ),
    "pages-doubtful": Reason(
        "Trang {pages} có phần chữ chưa đọc được. Hãy quét rõ hơn; cán bộ sẽ xem bản gốc.",
        "Page {pages} has writing that was not read. Scan it more clearly; an officer will see the original.",
    ),
    "pages-damaged": Reason(
        "Hình của trang {pages} bị hỏng khi lưu hoặc truyền, có thể mất chữ. Hãy tải lên lại từ bản gốc.",
        "The picture of page {pages} was damaged in storing or sending; writing may be lost. Upload it again.",
    ),
    "signature-invalid": Reason(
        "Chữ ký số không hợp lệ hoặc tệp đã bị sửa sau khi ký. Hãy nộp tệp gốc đã ký.",
        "The digital signature is not valid or the file was changed after signing. Send it as it was signed.",
    ),
    "signature-revoked": Reason(
        "Chứng thư số của người ký đã bị thu hồi. Hãy ký lại bằng chứng thư còn hiệu lực.",
        "The signer's certificate has been revoked. Sign again with a certificate that is in force.",
    ),
    "signature-expired": Reason(
        "Chứng thư số của người ký đã hết hạn và không có dấu thời gian nào chứng minh đã ký trước đó. Hãy ký lại.",
        "The signer's certificate has expired and no timestamp proves that it was signed before. Sign it again.",
    ),
    "signature-untrusted": Reason(
        "Chưa xác minh được nơi cấp chứng thư số của người ký. Cán bộ sẽ đối chiếu.",
        "The issuer of the signer's certificate could not be verified. An officer will check it.",
    ),
    "unfinished": Reason(
        "Tệp đang được đọc tiếp. Vui lòng chờ.",
        "The file is still being read. Please wait.",
    ),
}


class Rejected(Exception):
    """A step refuses the file; ``code`` is a key of ``REASONS``, ``findings`` say what was seen in it."""

    def __init__(
        self, code: str, findings: tuple[Finding, ...] = (), signatures: tuple[Signature, ...] = ()
    ) -> None:
        assert code in REASONS, code
        self.code = code
        self.findings = findings
        self.signatures = signatures
        super().__init__(REASONS[code].en)


def explain(code: str, pages: tuple[int, ...] = ()) -> tuple[str, str]:
    """The Vietnamese and the English sentence of a reason, with page numbers filled in."""
    numbers = ", ".join(map(str, pages)) or "?"
    reason = REASONS[code]
    return reason.vi.format(pages=numbers), reason.en.format(pages=numbers)
