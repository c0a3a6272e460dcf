"""Sources of papers outside this house: the national repository and the databases that replace papers, and how each
answered.

The databases are those of Resolution 66.7/2025, article 4, that the catalogue names; their codes begin with ``L-``
because no national list of them is public.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.files import FileOrigin

REPOSITORY_NAME = "Kho quản lý dữ liệu điện tử trên Cổng Dịch vụ công quốc gia"
DATABASE_NAMES: dict[str, str] = {
    "L-CSDL-DANCU": "Cơ sở dữ liệu quốc gia về dân cư",
    "L-CSDL-DKDN": "Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp",
    "L-CSDL-HOTICH": "Cơ sở dữ liệu hộ tịch điện tử",
}


class Standing(StrEnum):
    """Whether a source was heard. Only ``ANSWERED`` makes "it holds nothing" a fact."""

    ANSWERED = "answered"
    NOT_ANSWERING = "not-answering"
    NOT_CONNECTED = "not-connected"
    NOT_ASKED = "not-asked"


_SENTENCES: dict[Standing, tuple[str, str]] = {
    Standing.ANSWERED: ("{name} đã trả lời.", "{name} has answered."),
    Standing.NOT_ANSWERING: (
        "{name} tạm thời không trả lời; chưa biết ở đó có giấy tờ hay không. Hãy thử lại sau hoặc tải giấy tờ lên.",
        "{name} does not answer at the moment; whether it holds a paper is not known. Try again later, or upload.",
    ),
    Standing.NOT_CONNECTED: (
        "Hệ thống này chưa kết nối với {name}. Hãy tải giấy tờ lên.",
        "This installation is not connected to {name}. Upload the paper.",
    ),
    Standing.NOT_ASKED: (
        "Chưa hỏi {name}; mở mục gợi ý của hồ sơ để hỏi.",
        "{name} has not been asked yet; the suggestions of the dossier ask it.",
    ),
}


class SourceReport(BaseModel):
    """One source outside, and whether it was heard. ``code`` names a database; empty for the national repository."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    source: FileOrigin
    code: str = ""
    name: str
    standing: Standing
    vi: str
    en: str


def report(standing: Standing, database: str = "") -> SourceReport:
    """What to tell of a database, or without one of the national repository."""
    name = DATABASE_NAMES.get(database, database) if database else REPOSITORY_NAME
    vi, en = _SENTENCES[standing]
    return SourceReport(
        source=FileOrigin.DATABASE if database else FileOrigin.NATIONAL_REPOSITORY,
        code=database,
        name=name,
        standing=standing,
        vi=vi.format(name=name),
        en=en.format(name=name),
    )
