"""The newer REST dialect: a bearer token, one creation per call, states and rows in arrays (§4.3).

Addresses below ``service_path`` are configuration by name; no public source gives the real ones.
"""

from collections.abc import Sequence

from chalicelib.domain.ports_portal import Held
from chalicelib.domain.statements import Reply, Statement, Step
from chalicelib.domain.states import State
from chalicelib.portal.answers import Reading
from chalicelib.portal.codes import STATES, national_code
from chalicelib.portal.dialect import NotInThisDialect
from chalicelib.portal.held import held_from, held_in, step_from
from chalicelib.portal.http import Call
from chalicelib.portal.mapping import fee, result, tien_do
from chalicelib.portal.rest_mapping import new_dossier, progress, states
from chalicelib.portal.wire.lenient import value_of
from chalicelib.portal_settings import PortalSettings


class RestDialect:
    """``Dialect`` of GetToken, TaoHoSo, CapNhatTrangThai, CapNhatTienTrinh."""

    def __init__(self, settings: PortalSettings) -> None:
        self._settings = settings

    def log_in(self) -> Call | None:
        """Client id and secret for a token."""
        secret = self._settings.password.get_secret_value()
        return self._call("GetToken", {"client_id": self._settings.username, "client_secret": secret})

    def session_in(self, reading: Reading) -> str:
        """The access token."""
        data = reading.part("data")
        return str(value_of(data, "access_token") or "") if isinstance(data, dict) else ""

    def dossiers(self, session: str, statements: Sequence[Statement], *, updating: bool) -> tuple[Call, ...]:
        """One creation for each new dossier, then the states of all in one array."""
        unit = self._settings.unit_code
        created = [] if updating else [new_dossier(statement, unit) for statement in statements]
        said = self._settings.rest_dossier_id
        stand = [state.on_the_wire() for statement in statements for state in states(statement, said)]
        calls = [self._call("TaoHoSo", dossier.on_the_wire(), session) for dossier in created]
        return (*calls, self._call("CapNhatTrangThai", stand, session))

    def steps(self, session: str, steps: Sequence[Step]) -> Call:
        """``CapNhatTienTrinh``."""
        said = self._settings.rest_dossier_id
        return self._call("CapNhatTienTrinh", [progress(step, said).on_the_wire() for step in steps], session)

    def reply(self, session: str, reply: Reply) -> Call:
        """The dialect knows no dossiers of the portal's own."""
        raise NotInThisDialect("DongBoTrangThaiHoSo")

    def look_up(self, session: str, number: str, *, filed_there: bool = False) -> Call:
        """The look-up's name is an assumption, as it is nowhere published."""
        return self._call("TraCuuHoSo", {"maHoSo": number}, session)

    def held_in(self, reading: Reading, number: str) -> Held | None:
        """The dossier in the answer, as far as it is told."""
        return held_in(reading.body, number)

    def as_held(self, statement: Statement) -> Held:
        """Only what this dialect conveys; the rest cannot differ. Raises like ``dossiers``."""
        new_dossier(statement, self._settings.unit_code)
        *_, now = states(statement)
        return held_from(
            {
                "MaHoSo": statement.number,
                "MaTTHC": national_code(statement.procedure_code),
                "ChuHoSo": statement.owner.name,
                "TrangThaiHoSo": now.TrangThai,
                "DanhSachLePhi": [fee(each).on_the_wire() for each in statement.fees],
                "DanhSachGiayToKetQua": [result(each).on_the_wire() for each in statement.results],
            },
            None,
        )

    def as_step(self, step: Step) -> tuple[str, ...]:
        """The step as a look-up would show it; instants are compared in the form of the other dialect."""
        return step_from(tien_do(step).on_the_wire())

    def as_replied(self, state: State) -> str:
        """The national code: what the dialect cannot say cannot be collapsed either."""
        return STATES.code(state)

    def _call(self, name: str, body: object, session: str = "") -> Call:
        headers = {"Authorization": f"Bearer {session}"} if session else {}
        return Call(f"{self._settings.service_path}/{name}", body, headers)
