"""What can stand between a partner's word and our books: each reason in words, as an answer and as a debt."""

from chalicelib.domain.errors import DomainError


class UnitNotYours(DomainError):
    """The caller speaks for other units. Nothing of it is kept."""

    code = "partner-unit-not-yours"
    vi = "Hệ thống của bạn không được gửi hồ sơ của đơn vị {unit}. Kiểm tra mã đơn vị hoặc xin cấp quyền."
    en = "Your system may not speak for unit {unit}. Check the code, or ask for the right."


class RowInvalid(DomainError):
    """A row does not have the documented shape."""

    code = "partner-row-invalid"
    vi = "Dòng này sai mẫu ở: {fields}. Sửa rồi gửi lại."
    en = "This row has the wrong shape at: {fields}. Correct it and send it again."


class NumberOfAnother(DomainError):
    """A dossier number belongs to one dossier for ever."""

    code = "partner-number-of-another"
    vi = "Mã hồ sơ {number} đã thuộc về một hồ sơ khác và không bao giờ được cấp lại. Kiểm tra mã hồ sơ."
    en = "Number {number} belongs to another dossier and is never used again. Check the number."


class DossierIsFixed(DomainError):
    """What a dossier was filed as does not change afterwards."""

    code = "partner-dossier-fixed"
    vi = "Hồ sơ đã nộp không đổi được {fields}. Gửi lại như lần đầu, hoặc nộp hồ sơ mới với mã mới."
    en = "A filed dossier cannot change its {fields}. Tell it as before, or file anew under a new number."


class DossierNotTold(DomainError):
    """Steps came before their dossier."""

    code = "partner-dossier-not-told"
    vi = "Chưa nhận được hồ sơ này; các bước đã gửi được giữ lại. Gửi hồ sơ qua /v1/partner/dossiers."
    en = "This dossier has not been told yet; its steps are kept. Send it to /v1/partner/dossiers."


class StepsMissing(DomainError):
    """A later step is here, an earlier one is not."""

    code = "partner-steps-missing"
    vi = "Còn thiếu bước {steps}; các bước sau được giữ lại cho đến khi nhận đủ. Gửi các bước còn thiếu."
    en = "Step {steps} is missing; later ones are kept until it comes. Send what is missing."


class EndNotTold(DomainError):
    """The dossier's own dates speak of something that no step tells."""

    code = "partner-end-not-told"
    vi = "Hồ sơ có ngày '{date}' nhưng chưa có bước '{state}'. Gửi các bước còn thiếu theo thứ tự."
    en = "The dossier has a date of '{date}' but no step says '{state}'. Send the missing steps in order."


class DatesDiffer(DomainError):
    """A date of the dossier is not that of its step."""

    code = "partner-dates-differ"
    vi = "Ngày '{date}' của hồ sơ khác với thời điểm của bước tương ứng. Sửa một trong hai."
    en = "The dossier's '{date}' is not the instant of its step. Correct one of the two."


class TooMuchKept(DomainError):
    """What waits for an earlier step stands in one record, which has an end."""

    code = "partner-too-much-kept"
    vi = "Đã giữ quá nhiều bước chưa nhận được của hồ sơ này. Gửi các bước còn thiếu trước, rồi gửi lại bước này."
    en = "Too many steps of this dossier are kept already. Send the missing ones first, then this one again."


class StepNotLegal(DomainError):
    """The table of states knows no such way."""

    code = "partner-step-not-legal"
    vi = "Bước {step}: hồ sơ đang ở '{state}' không thể sang '{wanted}'. Có thể sang: {possible}."
    en = "Step {step}: a dossier in '{state}' cannot go to '{wanted}'. It can go to: {possible}."


class StepToldDifferently(DomainError):
    """What was taken once is not taken again in other words."""

    code = "partner-step-told-differently"
    vi = "Bước {step} đã được nhận với nội dung khác và không sửa được nữa. Gửi lại đúng như lần đầu."
    en = "Step {step} was taken with another content and is final. Send it again as it was."


class StepTooEarly(DomainError):
    """Steps follow each other in time."""

    code = "partner-step-too-early"
    vi = "Bước {step} có thời điểm trước bước liền trước. Sửa thời điểm rồi gửi lại."
    en = "Step {step} is dated before the one it follows. Correct its instant and send it again."


class NotYetPassed(DomainError):
    """Nothing is told to the portal before it has happened."""

    code = "partner-not-yet-passed"
    vi = "Thời điểm '{what}' ở tương lai; nội dung được giữ lại cho đến lúc đó. Kiểm tra đồng hồ của hệ thống gửi."
    en = "'{what}' lies in the future; it is kept until then. Check the clock of the sending system."


class ResultNotHere(DomainError):
    """The procedure yields a paper, and it is still on its way to us."""

    code = "partner-result-not-here"
    vi = "Bước {step}: tệp kết quả chưa tải được hoặc đang được đọc; bước được giữ lại cho đến khi có tệp."
    en = "Step {step}: the result's file was not fetched or read yet; the step is kept until it is."


class PaperNotFetched(DomainError):
    """A paper is promised at an address where it could not be had."""

    code = "partner-paper-not-fetched"
    vi = "Chưa lấy được giấy tờ {place}: {problem}. Kiểm tra đường dẫn; hệ thống sẽ tự thử lại."
    en = "Paper {place} could not be fetched: {problem}. Check its path; it is tried again by itself."


class DossierOverdue(DomainError):
    """Its time is over and no end was told."""

    code = "partner-dossier-overdue"
    vi = "Hồ sơ đã quá hạn {due} mà chưa có bước kết thúc. Gửi các bước còn thiếu."
    en = "The dossier was due at {due} and no end was told. Send the missing steps."
