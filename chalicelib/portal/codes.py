"""Our words and the portal's codes, as data. Every table is total and can be read both ways.

Sources: §2.3 to §2.5 of the reconstructed interface; regulation: the ten national states. States that are not
over (5, 6, 8) keep their own code: nothing is ever reported as 9 that was not decided.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

from chalicelib.domain.dossier import Channel
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.statements import OnlinePayment, Reuse
from chalicelib.domain.states import NATIONAL_CODES, State

Word = TypeVar("Word")


class UnknownCode(ValueError):
    """A code that the table does not hold; the caller decides what it means."""


class CodeTable(Generic[Word]):
    """A one-to-one table between our words and their codes; a doubled code is refused at import."""

    def __init__(self, name: str, codes: Mapping[Word, str]) -> None:
        self.name = name
        self._codes: Mapping[Word, str] = MappingProxyType(dict(codes))
        self._words = {code: word for word, code in codes.items()}
        if len(self._words) != len(codes):
            raise ValueError(f"two words share a code in {name}")

    def __iter__(self) -> Iterator[Word]:
        return iter(self._codes)

    def code(self, word: Word) -> str:
        """The portal's code of our word."""
        return self._codes[word]

    def word(self, code: object) -> Word:
        """Our word for the portal's code, given as a string or a number; ``UnknownCode`` if there is none."""
        try:
            return self._words[str(code).strip()]
        except KeyError:
            raise UnknownCode(f"{self.name} has no word for this code") from None


STATES = CodeTable("TrangThaiHoSo", {state: str(code) for state, code in NATIONAL_CODES.items()})
CHANNELS = CodeTable("KenhThucHien", {channel: str(channel.value) for channel in Channel})
OWNERS = CodeTable(
    "LoaiDoiTuong",
    {
        OwnerKind.CITIZEN: "1",
        OwnerKind.ENTERPRISE: "2",
        OwnerKind.STATE_AGENCY: "3",
        OwnerKind.ORGANISATION: "4",
    },
)
REUSE = CodeTable("DuocTaiSuDung", {Reuse.NONE: "0", Reuse.COMPONENT: "1", Reuse.RESULT: "2"})
PAYMENTS = CodeTable(
    "DuocThanhToanTrucTuyen",
    {OnlinePayment.NONE: "0", OnlinePayment.NATIONAL_PLATFORM: "1", OnlinePayment.OWN_PLATFORM: "2"},
)

#: The newer REST dialect numbers owners its own way: 0 citizen, 1 enterprise; 2 is a household business,
#: which we do not distinguish. It has no codes for the other two, so they cannot be stated there.
REST_OWNERS = CodeTable("LoaiDoiTuong (REST)", {OwnerKind.CITIZEN: "0", OwnerKind.ENTERPRISE: "1"})

#: What some installations expect of ``DongBoTrangThaiHoSo``: 2 taken on, 5 sent back. Lossy, so it is no
#: table both ways, and used only where the configuration says so.
COLLAPSED_REPLY: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: "2",
        State.RECEIVED: "2",
        State.PROCESSING: "2",
        State.PAYMENT_REQUESTED: "2",
        State.DECIDED: "2",
        State.RETURNED: "2",
        State.REFUSED: "5",
        State.SUPPLEMENT_REQUESTED: "5",
        State.WITHDRAWAL_ASKED: "5",
        State.STOPPED: "5",
    }
)

#: How ``LoaiDinhDanh`` is told from the shape of a number: only these two kinds are known (§12.4).
PERSONAL_NUMBER_LENGTHS: Mapping[int, str] = MappingProxyType({12: "1", 9: "2"})

#: How one provider of the dialect names what an applicant does later.
SUPPLEMENT, WITHDRAWAL = "bo-sung", "rut"

#: How one provider of the dialect names what an applicant does later.
SUPPLEMENT, WITHDRAWAL = "bo-sung", "rut"

_NATIONAL_PROCEDURE = re.compile(r"^(\d\.\d{6})(\.|$)")


def national_code(code: str) -> str:
    """``1.003560`` from ``1.003560.000.00.00.H56``: local variants go back to the national code."""
    match = _NATIONAL_PROCEDURE.match(code)
    return match[1] if match else code
