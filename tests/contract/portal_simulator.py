"""The national portal's simulator as a ``Transport``: the same bytes as over HTTP, without a socket."""

from werkzeug.test import Client

from chalicelib.portal.http import Call, NeverSent, NoAnswer, RawAnswer
from local.portal.app import App
from local.portal.portal import Portal


class InProcess:
    """Posts to the simulator; an answer that was cut off is no answer, as over a socket."""

    def __init__(self, portal: Portal) -> None:
        self._http = Client(App(portal))
        self.calls: list[str] = []

    def post(self, call: Call) -> RawAnswer:
        """One POST."""
        service = call.body.get("service", "login") if isinstance(call.body, dict) else call.path
        self.calls.append(service)
        answer = self._http.post(call.path, json=call.body, headers=call.headers, query_string=call.query)
        data = answer.get_data()
        if answer.content_length is not None and answer.content_length != len(data):
            raise NoAnswer("cut off")
        return RawAnswer(answer.status_code, data)


class Unplugged:
    """No connection at all."""

    def post(self, call: Call) -> RawAnswer:
        """Nobody answers the telephone."""
        raise NeverSent("refused")
