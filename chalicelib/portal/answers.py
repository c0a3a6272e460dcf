"""What an answer of the portal means, whatever its shape: one verdict from code, words and HTTP status."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from chalicelib.domain.ports_portal import Answer, Verdict
from chalicelib.portal.wire.lenient import named, parsed, value_of

#: Names under which providers of the two dialects put their code and their sentence, in whatever case.
_CODE_NAMES = ("error_code", "errorcode", "code", "maloi", "statuscode")
_TEXT_NAMES = ("message", "motaloi", "errordetail", "result")
_ENTRY_CODE_NAMES = ("error_code", "errorcode", "maloi")
_LIST_NAMES = ("result", "data", "message")


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

#: How one ministry's provider says that it does not know who is speaking (§1.3).
STRANGERS = frozenset({"-300", "-301", "-302", "-303", "-304"})
#: Success as the session dialect, the newer one and HTTP write it.
SUCCESSES = frozenset({"0", *map(str, range(200, 300))})

#: Codes of the newer dialect and of HTTP itself, where they say enough without words.
STATUSES: dict[int, Verdict | Sign] = {
    401: Sign.SESSION_OVER,
    403: Sign.SESSION_OVER,
    404: Verdict.TRANSIENT,
    405: Verdict.TRANSIENT,
    406: Verdict.TRANSIENT,
    407: Verdict.TRANSIENT,
    408: Verdict.UNKNOWN,
    409: Verdict.EXISTS,
    410: Verdict.TRANSIENT,
    411: Verdict.TRANSIENT,
    413: Verdict.PERMANENT,
    415: Verdict.TRANSIENT,
    425: Verdict.TRANSIENT,
    429: Verdict.TRANSIENT,
    500: Verdict.UNKNOWN,
    501: Verdict.TRANSIENT,
    502: Verdict.UNKNOWN,
    503: Verdict.TRANSIENT,
    504: Verdict.UNKNOWN,
}

#: Where the sentence, if there is one, says more than the status.
_EXPLAINED = frozenset({400, 404, 409, 422})
#: What a broken server may say of an entry all the same, so that one entry does not keep the others waiting.
_ABOUT_AN_ENTRY = frozenset({Verdict.PERMANENT, Verdict.EXISTS, Verdict.MISSING})

_NOTHING_FOUND = re.compile(
    r"không (có|tìm thấy|tồn tại) (dữ liệu|bản ghi|kết quả|thông tin)|\b(no data|no record|not found)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer taken apart: ``code`` without padding, ``text``, and the whole JSON object as ``body``."""

    status: int
    code: str
    text: str
    body: dict[str, Any] = field(default_factory=dict)
    is_json: bool = True

    def part(self, name: str) -> Any:
        """What stands under a name, whatever its case; a JSON string in its place is read. ``None``: nothing."""
        told = value_of(self.body, name)
        inner = parsed(told)
        return inner if isinstance(inner, dict | list) else told

    @property
    def says_nothing_found(self) -> bool:
        """Whether a look-up was answered, and there is nothing."""
        return self.is_json and (self.code == "404" or bool(_NOTHING_FOUND.search(self.text)))


def read(status: int, raw: bytes) -> Reading:
    """Take an answer apart; a JSON string around the real answer is taken off, and what is said of an entry counts."""
    body = _unwrapped(parsed(raw))
    if not isinstance(body, dict):
        return Reading(status, "", "", {} if body is None else {"value": body}, body is not None)
    code, text = _code_in(body, _CODE_NAMES), _text_in(body)
    if code in SUCCESSES:
        code, text = next(_refused_entries(body), (code, text))
    return Reading(status, code, text, body)


def _code_in(body: dict[str, Any], names: tuple[str, ...]) -> str:
    told = named(body)
    return plain_code(next((told[name] for name in names if told.get(name) is not None), ""))


def _text_in(body: dict[str, Any]) -> str:
    told = named(body)
    return next((told[name] for name in _TEXT_NAMES if isinstance(told.get(name), str)), "")


def _refused_entries(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Success as a whole, and entries with a code of their own that say otherwise."""
    told = named(body)
    for name in _LIST_NAMES:
        entries = told.get(name)
        for entry in entries if isinstance(entries, list) else []:
            code = _code_in(entry, _ENTRY_CODE_NAMES) if isinstance(entry, dict) else ""
            if code and code not in SUCCESSES:
                yield code, _text_in(entry)


def plain_code(code: object) -> str:
    """``0`` for 0, "0", "00" and 0.0; any other code without padding, as text."""
    text = str(code).strip()
    try:
        return str(int(float(text)))
    except (ValueError, OverflowError):
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
    if reading.code in expired_codes or reading.code in STRANGERS:
        return Sign.SESSION_OVER
    sentence = _by_sentence(reading.text)
    if reading.status >= 500:
        by_status = STATUSES.get(reading.status, Verdict.UNKNOWN)
        return sentence if reading.is_json and sentence in _ABOUT_AN_ENTRY else by_status
    if reading.status >= 400:
        by_status = STATUSES.get(reading.status, Verdict.UNRECOGNISED)
        return sentence or by_status if reading.status in _EXPLAINED else by_status
    if not reading.is_json or not reading.code or reading.status >= 300:
        return Verdict.UNKNOWN
    if reading.code in SUCCESSES:
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


def _unwrapped(body: Any) -> Any:
    """The answer inside a JSON string: the whole body of it, or the ``message`` of an agency's proxy."""
    if isinstance(body, str):
        inner = parsed(body)
        return body if isinstance(inner, str) and inner == body else _unwrapped(inner)
    if isinstance(body, dict):
        inner = parsed(value_of(body, "message"))
        if isinstance(inner, dict) and named(inner).keys() & set(_CODE_NAMES):
            return _unwrapped(inner)
    return body
