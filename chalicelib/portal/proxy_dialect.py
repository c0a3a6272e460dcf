"""The session dialect behind an agency's proxy, which logs in itself and takes the data alone (§1.1).

Each service has a path of its own; the proxy adds session, unit and service name, and wraps the portal's answer in a
JSON string, which ``answers.read`` takes off.
"""

from typing import Any

from chalicelib.portal.answers import Reading
from chalicelib.portal.http import Call
from chalicelib.portal.session_dialect import SessionDialect


class ProxyDialect(SessionDialect):
    """``Dialect`` of ``<service_path>/<service>`` with a bearer token instead of a log-in."""

    def log_in(self) -> Call | None:
        """Nobody logs in: the token is configuration."""
        return None

    def session_in(self, reading: Reading) -> str:
        """There is none."""
        return ""

    def service(self, session: str, service: str, *, shared: bool = False, **values: Any) -> Call:
        """The values without an envelope: a list goes as the body itself, the rest then as parameters."""
        base = self._settings.share_path if shared else self._settings.service_path
        headers = {"Authorization": f"Bearer {self._settings.password.get_secret_value()}"}
        query = {"MaDinhDanhDV": self._settings.unit_code}
        if isinstance(values.get("data"), list):
            data = values.pop("data")
            return Call(f"{base}/{service}", data, headers, {**query, **values})
        return Call(f"{base}/{service}", values, headers, query)
