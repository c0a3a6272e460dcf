"""What an answer of the portal means, whatever its shape: one verdict from code, words and HTTP status."""

import json
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from chalicelib.domain.ports_portal import Answer, Verdict

#: Names under which providers of the two dialects put their code and their sentence.
_CODE_NAMES = ("error_code", "errorCode", "code", "MaLoi", "statusCode")
_TEXT_NAMES = ("message", "Message", "MoTaLoi", "errorDetail", "result")


class Sign(Enum):
    """A verdict, or that the session is over, which is settled before anybody else hears of it."""

    SESSION_OVER = "session-over"


#: The portal's sentences, first match wins. Seen in production code of two vendors and in §11.2 (20).
_SENTENCES: tuple[tuple[str, Verdict | Sign], ...] = (
    (r"phiên(?! bản)|session|chưa đăng nhập|đăng nhập lại|token|unauthori[sz]ed", Sign.SESSION_OVER),
    (r"chưa được gửi|chưa cập nhật trạng thái|thử lại|gián đoạn", Verdict.TRANSIENT),
    (r"quá tải|đang bận|bảo trì|quá nhiều|hạn mức|timeout|time-out", Verdict.TRANSIENT),
    (r"lỗi hệ thống|lỗi máy chủ|hệ thống (đang )?lỗi", Verdict.TRANSIENT),
    (r"soap fault|server error|internal error", Verdict.TRANSIENT),
    (r"đã tồn tại", Verdict.EXISTS),
    (r"(tthc|thủ tục|lĩnh vực|mã giấy tờ|mã kết quả|đơn vị)[^;]*(không|chưa)", Verdict.PERMANENT),
    (r"đã trả kết quả, không|đã hoàn thành|đã có kết quả xử lý", Verdict.DONE),
    (r"hồ sơ[^,;]*(chưa tồn tại|không tồn tại|chưa được đồng bộ|chưa đồng bộ|chưa có)", Verdict.MISSING),
    (r"(không tìm thấy|chưa có|không có) hồ sơ", Verdict.MISSING),
    (r"không hợp lệ|sai (định dạng|cấu trúc)|không đúng|bắt buộc|bị từ chối", Verdict.PERMANENT),
    (r"vượt quá|không thuộc|phải (có|là)|không thể chuyển|được nộp trên cổng", Verdict.PERMANENT),
    (r"không (tồn tại|tìm thấy|có) |không tồn tại$|thiếu|không được để trống|dài quá", Verdict.PERMANENT),
    (r"không thành công|thất bại", Verdict.UNRECOGNISED),
)
SENTENCES = tuple((re.compile(pattern, re.IGNORECASE), meaning) for pattern, meaning in _SENTENCES)
_SUCCESS_WORDS = re.compile(r"(?<!không )thành công", re.IGNORECASE)

#: Codes that mean the same everywhere they were seen; all others are read by their sentence.
CODES: dict[str, Verdict] = {"3": Verdict.EXISTS, "-3": Verdict.EXISTS}

#: Codes of the newer dialect and of HTTP itself, where they say enough without words.
STATUSES: dict[int, Verdict | Sign] = {
    401: Sign.SESSION_OVER,
    403: Sign.SESSION_OVER,
    404: Verdict.TRANSIENT,
    408: Verdict.UNKNOWN,
    409: Verdict.EXISTS,
    413: Verdict.PERMANENT,
    429: Verdict.TRANSIENT,
    500: Verdict.UNKNOWN,
    502: Verdict.UNKNOWN,
    503: Verdict.TRANSIENT,
    504: Verdict.UNKNOWN,
}

#: Where the sentence, if there is one, says more than the status.
_EXPLAINED = frozenset({400, 404, 409, 422})


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer taken apart: ``code`` without padding, ``text``, and the whole JSON object as ``body``."""

    status: int
    code: str
    text: str
    body: dict[str, Any] = field(default_factory=dict)
    is_json: bool = True


def read(status: int, raw: bytes) -> Reading:
    """Take an answer apart; a JSON string around the real answer is taken off."""
    body = _unwrapped(_parsed(raw))
    if not isinstance(body, dict):
        return Reading(status, "", "", {} if body is None else {"value": body}, body is not None)
    text = next((body[name] for name in _TEXT_NAMES if isinstance(body.get(name), str)), "")
    code = next((body[name] for name in _CODE_NAMES if body.get(name) is not None), "")
    return Reading(status, plain_code(code), text, body)


def plain_code(code: object) -> str:
    """``0`` for 0, "0", "00" and 0.0; any other code without padding, as text."""
    text = str(code).strip()
    try:
        return str(int(float(text)))
    except ValueError:
        return text


def judge(
    reading: Reading, *, expired_codes: frozenset[str] = frozenset(), success_needs_words: bool = False
) -> Answer | None:
    """The verdict, or ``None`` if the session is over and the call must be repeated after a new log-in."""
    meaning = _meaning(reading, expired_codes, success_needs_words)
    if isinstance(meaning, Sign):
        return None
    return Answer(meaning, reading.code or str(reading.status), reading.text)


def _meaning(reading: Reading, expired_codes: frozenset[str], success_needs_words: bool) -> Verdict | Sign:
    if reading.code in expired_codes:
        return Sign.SESSION_OVER
    sentence = _by_sentence(reading.text)
    if reading.status >= 500:
        return STATUSES.get(reading.status, Verdict.UNKNOWN)
    if reading.status >= 400:
        by_status = STATUSES.get(reading.status, Verdict.UNRECOGNISED)
        return sentence or by_status if reading.status in _EXPLAINED else by_status
    if not reading.is_json or not reading.code:
        return Verdict.UNKNOWN
    if reading.code in {"0", "200"}:
        return _success(reading.text, sentence, success_needs_words)
    if sentence is None and reading.code in CODES:
        return CODES[reading.code]
    if sentence is None and _SUCCESS_WORDS.search(reading.text):
        return Verdict.UNKNOWN
    if sentence is None and reading.code.isdigit() and int(reading.code) in STATUSES:
        return STATUSES[int(reading.code)]
    return sentence or Verdict.UNRECOGNISED


def _success(text: str, sentence: Verdict | Sign | None, needs_words: bool) -> Verdict | Sign:
    """Code 0 is not always success: one vendor's portal says "đã tồn tại" with code 0."""
    if _SUCCESS_WORDS.search(text):
        return Verdict.DONE
    if sentence is not None:
        return sentence
    return Verdict.UNRECOGNISED if needs_words else Verdict.DONE


def _by_sentence(text: str) -> Verdict | Sign | None:
    return next((meaning for pattern, meaning in SENTENCES if pattern.search(text)), None)


def _parsed(raw: bytes | str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _unwrapped(body: Any) -> Any:
    """The answer inside a JSON string: the whole body of it, or the ``message`` of an agency's proxy."""
    if isinstance(body, str):
        return _unwrapped(_parsed(body))
    if isinstance(body, dict) and isinstance(body.get("message"), str):
        inner = _parsed(body["message"])
        if isinstance(inner, dict) and any(name in inner for name in _CODE_NAMES):
            return _unwrapped(inner)
    return body
