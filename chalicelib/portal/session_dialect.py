"""The portal's own dialect: log in, then every body carries session, service and unit (§1 to §6)."""

from collections.abc import Sequence
from typing import Any

from chalicelib.domain.ports_portal import Held
from chalicelib.domain.statements import Reply, Statement, Step
from chalicelib.domain.states import State
from chalicelib.portal.answers import Reading
from chalicelib.portal.held import held_from, held_in, step_from
from chalicelib.portal.http import Call
from chalicelib.portal.mapping import ho_so, state_said, tien_do, trang_thai
from chalicelib.portal.wire.lenient import value_of
from chalicelib.portal.wire.status import STATUS_TYPE
from chalicelib.portal_settings import PortalSettings


class SessionDialect:
    """``Dialect`` of ``mapi/login`` and ``mapi/g``."""

    def __init__(self, settings: PortalSettings) -> None:
        self._settings = settings

    def log_in(self) -> Call | None:
        """User name and password for a session."""
        secret = self._settings.password.get_secret_value()
        return self._call(
            self._settings.login_path, {"username": self._settings.username, "password": secret}
        )

    def session_in(self, reading: Reading) -> str:
        """Log-in succeeded only with code 0 *and* a session (§1.2), be it in the result."""
        result = reading.part("result")
        inner = value_of(result, "session") if isinstance(result, dict) else ""
        return str(reading.part("session") or inner or "") if reading.code == "0" else ""

    def dossiers(self, session: str, statements: Sequence[Statement], *, updating: bool) -> tuple[Call, ...]:
        """``DongBoHoSoMC``; isUpdating is a string on the wire."""
        data = [ho_so(statement, self._settings).on_the_wire() for statement in statements]
        return (self.service(session, "DongBoHoSoMC", isUpdating=str(updating), data=data),)

    def steps(self, session: str, steps: Sequence[Step]) -> Call:
        """``CapNhatTienDoHoSoMC``."""
        return self.service(
            session, "CapNhatTienDoHoSoMC", data=[tien_do(step).on_the_wire() for step in steps]
        )

    def reply(self, session: str, reply: Reply) -> Call:
        """``DongBoTrangThaiHoSo``; here data is an object, not a list."""
        data = trang_thai(reply, self._settings).on_the_wire()
        return self.service(session, "DongBoTrangThaiHoSo", type=STATUS_TYPE, data=data)

    def look_up(self, session: str, number: str, *, filed_there: bool = False) -> Call:
        """``TraCuuHoSo``; the key is written in lower case (§2.1), and the portal's own need the unit (§5.2)."""
        unit: dict[str, Any] = {"donViXuLy": self._settings.unit_code} if filed_there else {}
        return self.service(session, "TraCuuHoSo", mahoso=number, **unit)

    def held_in(self, reading: Reading, number: str) -> Held | None:
        """The dossier in the answer to ``TraCuuHoSo``, with its progress rows where the portal shows them."""
        return held_in(reading.body, number)

    def as_held(self, statement: Statement) -> Held:
        """The statement as a full look-up would show it."""
        return held_from(ho_so(statement, self._settings).on_the_wire(), None)

    def as_step(self, step: Step) -> tuple[str, ...]:
        """The step as a look-up would show it."""
        return step_from(tien_do(step).on_the_wire())

    def as_replied(self, state: State) -> str:
        """The state as it is said; what happened at the portal keeps the portal's own code."""
        return state_said(state, self._settings)

    def service(self, session: str, service: str, *, shared: bool = False, **values: Any) -> Call:
        """Any service of the portal; ``shared`` ones (catalogue lists) may live under a path of their own."""
        path = self._settings.share_path if shared else self._settings.service_path
        envelope = {"session": session, "madonvi": self._settings.unit_code, "service": service}
        return self._call(path, {**envelope, **values})

    def _call(self, path: str, body: dict[str, Any]) -> Call:
        query = {"dstcode": self._settings.dstcode} if self._settings.dstcode else {}
        if self._settings.provider_url:
            query["providerurl"] = self._settings.provider_url
        headers = {"dstcode": self._settings.dstcode} if self._settings.dstcode else {}
        return Call(path, body, headers, query)
