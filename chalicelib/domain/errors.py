"""Every rule a caller can break: what was broken, and what to do next, in Vietnamese and English."""

from typing import ClassVar


class DomainError(Exception):
    """A broken rule. The texts are templates filled with the values given; no value may be personal data.

    ``code`` is stable for ever: clients and the error pages in docs/ are keyed by it.
    """

    code: ClassVar[str]
    vi: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.in_english())

    def in_vietnamese(self) -> str:
        """The sentence shown to people."""
        return self.vi.format(**self.values)

    def in_english(self) -> str:
        """The same sentence for developers and foreign applicants."""
        return self.en.format(**self.values)


class DossierNotFound(DomainError):
    """No such dossier, or the caller may not know that it exists."""

    code = "dossier-not-found"
    vi = "Không tìm thấy hồ sơ. Kiểm tra lại mã hồ sơ hoặc đăng nhập bằng tài khoản đã nộp."
    en = "No such dossier. Check the number, or sign in with the account that filed it."


class FileNotFound(DomainError):
    """The dossier has no such file."""

    code = "file-not-found"
    vi = "Hồ sơ không có tệp này. Tải lại danh sách tệp rồi thử lại."
    en = "The dossier has no such file. Reload the list of files and try again."


class NotAllowed(DomainError):
    """The caller's role, unit or ownership does not permit the action."""

    code = "not-allowed"
    vi = "Tài khoản của bạn không được phép thực hiện việc này ({action})."
    en = "Your account may not do this ({action})."


class TransitionForbidden(DomainError):
    """The state does not know the command."""

    code = "transition-forbidden"
    vi = "Hồ sơ đang ở trạng thái '{state}' nên không thể '{command}'. Việc có thể làm: {possible}."
    en = "The dossier is in state '{state}' and cannot take '{command}'. Possible now: {possible}."


class ReasonRequired(DomainError):
    """The law asks for a reason in writing."""

    code = "reason-required"
    vi = "Phải ghi rõ lý do bằng văn bản khi '{command}'."
    en = "'{command}' needs a reason in writing."


class DossierIncomplete(DomainError):
    """Papers are missing, by name."""

    code = "dossier-incomplete"
    vi = "Hồ sơ còn thiếu: {missing}. Hãy tải lên đủ giấy tờ rồi nộp lại."
    en = "The dossier lacks: {missing}. Upload these papers, then submit again."


class FilesStillOnTheWay(DomainError):
    """Files were announced but have not been read yet."""

    code = "files-still-on-the-way"
    vi = "Còn {count} tệp chưa tải xong hoặc đang được đọc. Đợi xử lý xong hoặc xóa các tệp đó rồi nộp lại."
    en = "{count} file(s) are still being uploaded or read. Wait for them or remove them, then submit again."


class UnknownComponent(DomainError):
    """The procedure asks for no such paper."""

    code = "unknown-component"
    vi = "Thủ tục này không có thành phần hồ sơ '{component}'. Chọn một trong: {known}."
    en = "The procedure has no component '{component}'. Choose one of: {known}."


class TooManyFiles(DomainError):
    """A dossier holds a limited number of files."""

    code = "too-many-files"
    vi = "Một hồ sơ có tối đa {limit} tệp. Gộp các trang vào một tệp PDF hoặc xóa tệp không cần."
    en = "A dossier holds at most {limit} files. Join pages into one PDF or remove files you do not need."


class FileRefused(DomainError):
    """The declared file is too large or of a kind that is not taken."""

    code = "file-refused"
    vi = "Không nhận tệp này: {problem_vi}."
    en = "This file is not accepted: {problem_en}."


class FilesAreClosed(DomainError):
    """Files may only be added or removed in a draft or while a supplement is awaited."""

    code = "files-are-closed"
    vi = "Hồ sơ đang ở trạng thái '{state}', không thể thêm hoặc xóa tệp."
    en = "The dossier is in state '{state}'; files can be neither added nor removed."


class SupplementAlreadyAsked(DomainError):
    """The law allows asking only so many times."""

    code = "supplement-already-asked"
    vi = "Chỉ được yêu cầu bổ sung {limit} lần ({source}). Hãy tiếp tục giải quyết hoặc dừng xử lý và nêu lý do."
    en = "A supplement may be asked for only {limit} time(s) ({source}). Go on, or stop with a reason."


class SupplementIsEmpty(DomainError):
    """A supplement must bring at least one new paper."""

    code = "supplement-is-empty"
    vi = "Chưa có giấy tờ bổ sung nào. Tải lên ít nhất một giấy tờ mới rồi gửi bổ sung."
    en = "Nothing was added. Upload at least one new paper, then send the supplement."


class SupplementStillAwaited(DomainError):
    """The applicant's time is not over."""

    code = "supplement-still-awaited"
    vi = "Người nộp còn thời hạn bổ sung đến {until}. Chưa thể đóng hồ sơ."
    en = "The applicant may supplement until {until}. The dossier cannot be closed yet."


class AmountMissing(DomainError):
    """A payment request needs an amount."""

    code = "amount-missing"
    vi = "Yêu cầu nộp phí phải có số tiền lớn hơn 0 đồng."
    en = "A payment request needs an amount above 0 VND."


class AlreadyRescheduled(DomainError):
    """Only one new appointment."""

    code = "already-rescheduled"
    vi = "Hồ sơ đã được xin lỗi và hẹn lại một lần; không được hẹn lại nữa ({source})."
    en = "This dossier was rescheduled once already; it may not be again ({source})."


class AppointmentNotLater(DomainError):
    """A new appointment must lie after now."""

    code = "appointment-not-later"
    vi = "Ngày hẹn mới phải ở sau thời điểm hiện tại và sau ngày hẹn cũ."
    en = "The new appointment must be later than now and than the old one."


class ResultMissing(DomainError):
    """The procedure yields a paper, so deciding needs it."""

    code = "result-missing"
    vi = "Thủ tục này có kết quả là giấy tờ: phải đính kèm tệp kết quả đã đọc được, số và ngày ký."
    en = "This procedure yields a paper: attach a result file that could be read, with its number and date."


class DossierChangedMeanwhile(DomainError):
    """Somebody else was faster."""

    code = "dossier-changed-meanwhile"
    vi = "Hồ sơ vừa được thay đổi (đang ở phiên bản {version}, trạng thái '{state}'). Tải lại rồi thử lại."
    en = "The dossier has just been changed (now version {version}, state '{state}'). Reload it, then try again."


class KeyReusedForAnotherRequest(DomainError):
    """An Idempotency-Key names one request for ever."""

    code = "idempotency-key-reused"
    vi = "Idempotency-Key này đã dùng cho một yêu cầu khác. Tạo khóa mới cho yêu cầu mới."
    en = "This Idempotency-Key was used for another request. Make a new key for a new request."


class NotAnIdentityNumber(DomainError):
    """The owner's number has no valid structure."""

    code = "not-an-identity-number"
    vi = "Số định danh, CMND hoặc mã số thuế không đúng cấu trúc. Kiểm tra lại từng chữ số."
    en = "The personal number or tax code has no valid structure. Check each digit."


class UploadMissing(DomainError):
    """The object store has no such upload."""

    code = "upload-missing"
    vi = "Tệp chưa được tải lên. Tải tệp lên bằng địa chỉ đã cấp rồi thử lại."
    en = "The file has not been uploaded. Send it to the address you were given, then try again."


class TooBusy(DomainError):
    """Too many people file at this unit at this moment."""

    code = "too-busy"
    vi = "Hệ thống đang bận cấp mã hồ sơ. Hãy thử lại sau vài giây; dữ liệu của bạn vẫn còn nguyên."
    en = "The system is busy issuing numbers. Try again in a few seconds; nothing you sent is lost."


class NothingToCertify(DomainError):
    """The file has no searchable copy that could be signed."""

    code = "nothing-to-certify"
    vi = "Tệp này không có bản sao để chứng thực: chưa đọc xong, đã có chữ ký số của chính nó hoặc không có trang nào."
    en = "This file has no copy to certify: it was not read yet, bears a signature of its own, or has no pages."


class CertificationNotSetUp(DomainError):
    """This installation has no key for certifying."""

    code = "certification-not-set-up"
    vi = "Hệ thống chưa được cài khóa ký chứng thực. Hãy báo người quản trị."
    en = "No key for certifying is set up. Tell the administrator."


class FileIsPart(DomainError):
    """A photo among several of one paper."""

    code = "file-is-part"
    vi = "Ảnh này thuộc một giấy tờ gồm nhiều ảnh. Xóa ảnh đầu tiên ({leader}) để bỏ cả giấy tờ."
    en = "This photo is part of a paper of several photos. Remove its first photo ({leader}) to remove them all."
