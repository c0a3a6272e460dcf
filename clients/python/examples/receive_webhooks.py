"""Receive webhooks: check each, answer at once, handle each event once. ``python receive_webhooks.py PORT SECRET``"""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from motcua_client.webhooks import NotGenuine, Verifier

verifier = Verifier([sys.argv[2]])
handled: set[str] = (
    set()
)  # in a real system: a unique key in the database, written with what the event changes


class Receiver(BaseHTTPRequestHandler):
    """One message is one POST. Any 2xx says that it was taken; do the work afterwards, not before."""

    def do_POST(self) -> None:
        """Refuse what is not genuine; answer a message that was here before as the first time."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            message = verifier.message(dict(self.headers), body)
        except NotGenuine as problem:
            self.send_error(401, str(problem))
            return
        if message.id not in handled:
            handled.add(message.id)
            print(message.timestamp, message.type, message.dossier, message.state)  # noqa: T201
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
