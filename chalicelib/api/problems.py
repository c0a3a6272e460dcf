"""Every error as RFC 9457 problem details, in Vietnamese and English, with a stable code that says what to do."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.domain.errors import DomainError

PROBLEM_JSON = "application/problem+json"

#: The HTTP status of each rule, by its code. A test demands a row for every error of the code base.
STATUS_OF: dict[str, int] = {
    "already-rescheduled": 409,
    "amount-missing": 422,
    "appointment-not-later": 422,
    "bad-cursor": 400,
    "calendar-not-loaded": 503,
    "cannot-be-shared": 422,
    "catalogue-changed-meanwhile": 409,
    "catalogue-not-loaded": 503,
    "certification-not-set-up": 503,
    "consent-already-used": 409,
    "consent-not-found": 404,
    "delegation-not-found": 404,
    "delegation-not-in-force": 403,
    "delegation-not-possible": 422,
    "delivery-not-found": 404,
    "dossier-changed-meanwhile": 409,
    "dossier-incomplete": 422,
    "dossier-not-found": 404,
    "fetched-file-damaged": 502,
    "file-is-part": 409,
    "file-not-found": 404,
    "file-refused": 422,
    "files-are-closed": 409,
    "files-still-on-the-way": 409,
    "idempotency-key-reused": 409,
    "method-not-allowed": 405,
    "no-such-piece": 422,
    "no-views-today": 404,
    "not-allowed": 403,
    "not-an-identity-number": 422,
    "not-authenticated": 401,
    "nothing-to-certify": 409,
    "old-number-taken": 409,
    "page-not-found": 404,
    "paper-changed-meanwhile": 409,
    "paper-does-not-qualify": 422,
    "paper-has-no-file": 409,
    "paper-no-longer-stands": 409,
    "paper-not-found": 404,
    "paper-not-readable": 422,
    "partner-dates-differ": 409,
    "partner-dossier-fixed": 409,
    "partner-dossier-not-told": 409,
    "partner-dossier-overdue": 409,
    "partner-end-not-told": 409,
    "partner-not-yet-passed": 409,
    "partner-number-of-another": 409,
    "partner-paper-not-fetched": 409,
    "partner-result-not-here": 409,
    "partner-row-invalid": 422,
    "partner-step-not-legal": 409,
    "partner-step-told-differently": 409,
    "partner-step-too-early": 409,
    "partner-steps-missing": 409,
    "partner-too-much-kept": 409,
    "partner-unit-not-yours": 403,
    "pieces-do-not-fit": 422,
    "pieces-missing": 409,
    "precondition-failed": 412,
    "procedure-case-not-found": 422,
    "procedure-not-fileable": 422,
    "procedure-not-found": 404,
    "processing-time-unknown": 422,
    "purpose-does-not-fit": 403,
    "reason-required": 422,
    "rectification-answered": 409,
    "rectification-not-found": 404,
    "request-invalid": 422,
    "request-too-large": 413,
    "result-missing": 422,
    "result-not-revocable": 409,
    "rules-not-loaded": 503,
    "server-fault": 500,
    "share-over": 404,
    "shared-paper-revoked": 410,
    "shared-paper-replaced": 410,
    "sign-in-not-answering": 503,
    "source-not-answering": 503,
    "copy-in-preparation": 503,
    "export-not-found": 404,
    "supplement-already-asked": 409,
    "supplement-is-empty": 422,
    "supplement-still-awaited": 409,
    "index-profile-unknown": 404,
    "too-busy": 503,
    "too-many-files": 422,
    "too-many-requests": 429,
    "too-many-webhooks": 409,
    "transition-forbidden": 409,
    "unit-not-competent": 422,
    "unit-not-found": 422,
    "unit-replaced": 422,
    "unknown-component": 422,
    "unsupported-media-type": 415,
    "value-does-not-fit": 422,
    "view-limit-reached": 403,
    "upload-missing": 409,
    "webhook-address-refused": 422,
    "webhook-changed-meanwhile": 412,
    "webhook-not-found": 404,
}


class RequestInvalid(DomainError):
    """The request does not have the documented shape."""

    code = "request-invalid"
    vi = "Yêu cầu chưa đúng mẫu. Xem từng lỗi trong 'errors' và sửa lại."
    en = "The request does not have the right shape. See each entry of 'errors' and correct it."


class PreconditionFailed(DomainError):
    """If-Match names a version that is no longer the present one."""

    code = "precondition-failed"
    vi = "Hồ sơ đã thay đổi sau khi bạn mở (nay là phiên bản {version}, trạng thái '{state}'). Tải lại rồi thử lại."
    en = "The dossier changed after you opened it (now version {version}, state '{state}'). Reload, then try again."


class PageNotFound(DomainError):
    """No such address."""

    code = "page-not-found"
    vi = "Không có địa chỉ này. Xem danh sách tại /openapi.json."
    en = "There is no such address. See /openapi.json for those that exist."


class MethodNotAllowed(DomainError):
    """The address exists, the method does not."""

    code = "method-not-allowed"
    vi = "Địa chỉ này không nhận phương thức đã gọi. Xem /openapi.json."
    en = "This address does not take that method. See /openapi.json."


class UnsupportedMediaType(DomainError):
    """Bodies are JSON."""

    code = "unsupported-media-type"
    vi = "Nội dung phải là JSON (Content-Type: application/json)."
    en = "The body must be JSON (Content-Type: application/json)."


class RequestTooLarge(DomainError):
    """Bodies are small; files go straight to the store."""

    code = "request-too-large"
    vi = "Nội dung yêu cầu quá lớn. Tệp phải được tải thẳng lên kho bằng địa chỉ đã cấp."
    en = "The request is too large. Send files straight to the store with the address you were given."


class ServerFault(DomainError):
    """A fault of ours."""

    code = "server-fault"
    vi = "Hệ thống gặp lỗi. Dữ liệu của bạn vẫn an toàn; hãy thử lại sau ít phút và báo mã yêu cầu này nếu còn lỗi."
    en = "A fault of ours. Your data is safe; try again in a few minutes, and quote the request id if it persists."


class FieldProblem(BaseModel):
    """One thing that is wrong with a request: where, and what."""

    model_config = ConfigDict(defer_build=True)

    pointer: str
    message: str
    kind: str


class Problem(BaseModel):
    """RFC 9457 problem details. ``title`` is in the language asked for, ``detail_vi`` and ``detail_en`` in both."""

    model_config = ConfigDict(defer_build=True, extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    detail_vi: str
    detail_en: str
    request_id: str = ""
    errors: list[FieldProblem] | None = None


def problem_of(error: DomainError, language: str, request_id: str, **more: Any) -> Problem:
    """The problem that tells a caller of ``error``; ``language`` is ``vi`` or ``en``."""
    vi, en = error.in_vietnamese(), error.in_english()
    detail = en if language == "en" else vi
    return Problem(
        type=f"/problems/{error.code}",
        title=detail,
        status=STATUS_OF[error.code],
        code=error.code,
        detail=detail,
        detail_vi=vi,
        detail_en=en,
        request_id=request_id,
        **more,
    )


def field_problems(error: ValidationError) -> list[FieldProblem]:
    """What pydantic found, without repeating the values: they may be personal data."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [
        FieldProblem(pointer="/" + "/".join(map(str, item["loc"])), message=item["msg"], kind=item["type"])
        for item in found
    ]
