"""The older system's store of papers, over HTTP: from here Motcua fetches what it was told of."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PREFIX = "/papers/"


@contextmanager
def shelf(papers: Mapping[str, bytes], port: int = 0) -> Iterator[str]:
    """Serve papers by path on the loopback address, any free port if none is named. Yields the base address."""

    class Papers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = papers.get(self.path.removeprefix(PREFIX), b"")
            self.send_response(200 if data else 404)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Papers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
