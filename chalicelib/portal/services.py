"""What else the portal offers: the procedure catalogue, monthly ratings, the repository of results.

All in the session dialect, whose names these services have; an agency's proxy passes them on.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from chalicelib.domain.errors import DomainError
from chalicelib.domain.ports_portal import Answer, Verdict
from chalicelib.domain.published import Published
from chalicelib.portal.answers import Reading
from chalicelib.portal.client import PortalClient
from chalicelib.portal.http import Call
from chalicelib.portal.session_dialect import SessionDialect
from chalicelib.portal.wire.base import Told
from chalicelib.portal.wire.catalogue import CoQuan, LinhVuc, ThuTuc, ThuTucChiTiet
from chalicelib.portal.wire.lenient import entries, named, value_of
from chalicelib.portal.wire.ratings import DanhGia
from chalicelib.portal.wire.repository import GiayToKetQua, LayTep, TraCuuKetQua

Row = TypeVar("Row", bound=Told)


class PortalDidNotAnswer(DomainError):
    """The portal gave no usable answer to a question about its lists."""

    code = "portal-did-not-answer"
    vi = "Cổng DVCQG không trả lời dịch vụ {service} ({verdict}). Hãy thử lại sau."
    en = "The national portal did not answer {service} ({verdict}). Try again later."


class PortalServices:
    """Reads raise ``PortalDidNotAnswer``; what the portal sends in a row that we cannot read is left out."""

    def __init__(self, client: PortalClient, dialect: SessionDialect, repository_path: str) -> None:
        self._client = client
        self._dialect = dialect
        self._repository = repository_path

    def procedures(self) -> dict[str, str]:
        """The name of every published procedure, by code."""
        return {_code(row.MATTHC): row.TENTTHC for row in self._list("LayDanhSachTTHC", ThuTuc)}

    def units(self) -> tuple[CoQuan, ...]:
        """All agencies."""
        return tuple(self._list("LayDanhMucCoQuan", CoQuan))

    def fields(self) -> tuple[LinhVuc, ...]:
        """All fields of administration."""
        return tuple(self._list("LayDanhMucLinhVuc", LinhVuc))

    def procedure(self, code: str) -> Published | None:
        """One procedure in full, or ``None`` if the portal publishes none under that code."""
        detail = next(self._rows(self._ask("LayThuTuc", maTTHC=code), ThuTucChiTiet), None)
        return None if detail is None else _published(detail)

    def send_ratings(self, month: Sequence[DanhGia]) -> Answer:
        """The aggregates of one month."""
        data = [each.on_the_wire() for each in month]
        return self._client.ask(lambda session: self._dialect.service(session, "DongBoDanhGia", data=data))[0]

    def results_of(self, question: TraCuuKetQua) -> tuple[GiayToKetQua, ...]:
        """What the national repository holds of a person, for the procedure that the question names."""
        reading = self._said("kho", lambda session: self._repository_call(session, question.on_the_wire()))
        result = reading.part("result")
        rows = value_of(result, "DanhSachGiayToKetQua") if isinstance(result, dict) else []
        return tuple(_readable(rows, GiayToKetQua))

    def fetch(self, file: LayTep) -> Reading:
        """A stored file; an agency's proxy answers with a bare base64 string (§7.2)."""
        return self._said("kho", lambda session: self._repository_call(session, file.on_the_wire()))

    def _repository_call(self, session: str, body: dict[str, Any]) -> Call:
        """The session stands in the body and as bearer: which of them a provider wants is not published."""
        return Call(self._repository, {"session": session, **body}, {"Authorization": f"Bearer {session}"})

    def _list(self, service: str, row: type[Row]) -> Iterator[Row]:
        return self._rows(self._ask(service), row)

    def _ask(self, service: str, **values: Any) -> Reading:
        return self._said(
            service, lambda session: self._dialect.service(session, service, shared=True, **values)
        )

    def _said(self, service: str, build: Any) -> Reading:
        answer, reading = self._client.ask(build)
        if answer.verdict is not Verdict.DONE:
            raise PortalDidNotAnswer(service=service, verdict=answer.verdict.value)
        return reading

    def _rows(self, reading: Reading, row: type[Row]) -> Iterator[Row]:
        result = reading.part("result") or reading.part("data")
        is_wrapped = isinstance(result, dict) and "data" in named(result)
        return _readable(value_of(result, "data") if is_wrapped else result, row)


def _readable(rows: object, row: type[Row]) -> Iterator[Row]:
    for each in entries(rows):
        try:
            yield row.model_validate(each)
        except ValidationError:
            continue


def _published(detail: ThuTucChiTiet) -> Published:
    return Published(
        code=_code(detail.MATTHC),
        name=detail.TENTTHC,
        is_public=detail.TRANGTHAI in {"", "1"},
        fields=frozenset(field.MALINHVUC for field in detail.LINHVUCTHUCHIEN),
        components=frozenset(
            _code(paper.MAGIAYTO) for case in detail.THANHPHANHOSO for paper in case.GIAYTO if paper.MAGIAYTO
        ),
        results=frozenset(_code(result.MAKETQUA) for result in detail.KETQUATHUCHIEN if result.MAKETQUA),
    )


def _code(text: str) -> str:
    """Published codes carry stray apostrophes and blanks (§6)."""
    return text.strip().strip("'`’").strip()
