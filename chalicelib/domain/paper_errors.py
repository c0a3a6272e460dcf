"""Every rule about papers in the repository that a caller can break, as errors.py has it for dossiers."""

from chalicelib.domain.errors import DomainError


class PaperNotFound(DomainError):
    """The caller has no such paper."""

    code = "paper-not-found"
    vi = "Kho của bạn không có giấy tờ này. Tải lại danh sách giấy tờ rồi thử lại."
    en = "Your repository holds no such paper. Reload the list of papers and try again."


class PaperDoesNotQualify(DomainError):
    """The paper may not stand in for the component; the reason is told."""

    code = "paper-does-not-qualify"
    vi = "Không dùng được giấy tờ này cho thành phần '{component}': {problem_vi} Hãy chọn giấy tờ khác hoặc tải lên."
    en = (
        "This paper cannot be used for component '{component}': {problem_en} Choose another one or upload it."
    )


class PaperNoLongerStands(DomainError):
    """A paper that was reused is no longer valid at the moment of filing, or its owner took the consent back."""

    code = "paper-no-longer-stands"
    vi = "Giấy tờ tái sử dụng cho {components} không còn dùng được. Xóa khỏi hồ sơ và thay bằng giấy tờ khác."
    en = "The paper reused for {components} no longer stands. Take it out of the dossier and replace it."


class PaperChangedMeanwhile(DomainError):
    """Somebody else changed the paper first."""

    code = "paper-changed-meanwhile"
    vi = "Giấy tờ vừa được thay đổi. Tải lại rồi thử lại."
    en = "The paper has just been changed. Reload it, then try again."


class PaperHasNoFile(DomainError):
    """Only data about it is stored."""

    code = "paper-has-no-file"
    vi = "Kho chỉ có thông tin về giấy tờ này, chưa có tệp."
    en = "Only data about this paper is stored, no file."


class ConsentNotFound(DomainError):
    """The caller gave no such consent."""

    code = "consent-not-found"
    vi = "Không có lần đồng ý này. Tải lại danh sách rồi thử lại."
    en = "You gave no such consent. Reload the list and try again."


class ConsentAlreadyUsed(DomainError):
    """What was filed stays filed."""

    code = "consent-already-used"
    vi = "Hồ sơ dùng giấy tờ này đã nộp nên không rút lại được. Bạn có thể xin rút hồ sơ."
    en = "The dossier that uses this paper has been filed, so it cannot be taken back. You may ask to withdraw it."


class SourceNotAnswering(DomainError):
    """The national repository or a national database did not answer."""

    code = "source-not-answering"
    vi = "Kho hoặc cơ sở dữ liệu quốc gia tạm thời không trả lời. Hãy thử lại sau hoặc tải giấy tờ lên."
    en = "The national repository or database does not answer. Try again later, or upload the paper."


class FetchedFileDamaged(DomainError):
    """What came from the national repository is not what was promised."""

    code = "fetched-file-damaged"
    vi = "Tệp nhận từ Kho quốc gia không nguyên vẹn nên không được dùng. Hãy tải giấy tờ lên."
    en = "The file from the national repository is not intact and was not used. Upload the paper instead."


class ResultNotRevocable(DomainError):
    """Only a result that was issued and still stands can be revoked or replaced."""

    code = "result-not-revocable"
    vi = "Hồ sơ không có kết quả còn hiệu lực để thu hồi hoặc thay thế."
    en = "The dossier has no result in force that could be revoked or replaced."


class OldNumberTaken(DomainError):
    """An old number leads to one person for ever."""

    code = "old-number-taken"
    vi = "Số CMND này đã được gắn với một người khác. Kiểm tra lại giấy tờ gốc."
    en = "This old number is linked to somebody else already. Check the original card."
