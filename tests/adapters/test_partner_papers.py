"""Papers of partners: fetched from below the registered address, whole, and from nowhere else."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chalicelib.adapters.partner_papers import NOT_REGISTERED, HttpPartnerPapers
from chalicelib.domain.partner_errors import PaperNotFetched

MOST = 200_000


class Shelf(BaseHTTPRequestHandler):
    def do_GET(self):
        status, size = {"/kho/ok.pdf": (200, 100), "/kho/huge.pdf": (200, 10 * MOST), "/kho/empty": (200, 0),
                        "/kho/moved": (302, 0)}.get(self.path, (404, 0))  # fmt: skip
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/kho/ok.pdf")
        self.send_header("Content-Length", str(size))
        self.end_headers()
        try:
            self.wfile.write(b"x" * size)
        except OSError:
            self.close_connection = True  # the client has read enough

    def log_message(self, *_):
        """Silent."""


@pytest.fixture(scope="module")
def papers():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}/kho/"
    yield HttpPartnerPapers({"A": base, "B": "http://127.0.0.1:9/"}, MOST)
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_paper_comes_whole(papers):
    assert papers.fetch("A", "ok.pdf") == b"x" * 100


@pytest.mark.parametrize(
    ("unit", "path", "problem"),
    [
        ("A", "moved", "HTTP 302"),
        ("A", "gone", "HTTP 404"),
        ("A", "empty", "0 bytes"),
        ("A", "huge.pdf", "bytes or more"),
        ("B", "ok.pdf", "Error"),
        ("C", "ok.pdf", NOT_REGISTERED),
    ],
)
def test_whatever_else_comes_is_told_in_words(papers, unit, path, problem):
    with pytest.raises(PaperNotFetched, match=path) as refused:
        papers.fetch(unit, path)
    assert problem in refused.value.in_english()
