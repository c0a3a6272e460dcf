"""The one place where we call addresses that others chose: where it goes, where it does not, and how long it stays."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.adapters.webhook_post import GuardedPost, is_public
from chalicelib.domain.webhook_feeds import Trouble
from chalicelib.domain.webhook_messages import Message

MESSAGE = Message(b'{"type":"dossier.received"}', {"webhook-id": "m1", "Content-Type": "application/json"})
OK = b"HTTP/1.1 204 No Content\r\n\r\n"

NOT_PUBLIC = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.5", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
    "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "2002:7f00:1::", "2002:808:808::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "not an address", "",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "203.162.4.191", "1.1.1.1", "2606:4700:4700::1111", "2001:ee0::1"]

REFUSED_URLS = [
    "http://hook.example.vn/", "ftp://hook.example.vn/", "https://localhost/", "https://127.0.0.1/", "https://[::1]/",
    "https://2130706433/", "https://0x7f.1/", "https://169.254.169.254/latest/meta-data/", "https://internal/",
    "https://user@hook.example.vn/", "https://user:secret@hook.example.vn/", "https://hook.example.vn/#part",
    "https://hook.example.vn:99999/", "https://hook.example.vn:0/", "https:///path", "https://", "//hook.example.vn",
    "javascript:alert(1)", "https://[::ffff:127.0.0.1/", "https://hook.example.vn\\@127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_of_the_open_internet_are_known(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_open_internet_are_let_through(address):
    assert is_public(address)


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_an_address_that_is_no_public_https_address_is_refused_before_anything_is_resolved(url):
    asked = []
    post = GuardedPost(resolve=lambda host, port: asked.append(host) or ["8.8.8.8"])
    assert not post.may_be_sent_to(url)
    assert post(url, MESSAGE).trouble is Trouble.ADDRESS_NOT_PUBLIC
    assert asked == []


def test_a_public_https_address_may_be_registered():
    post = GuardedPost()
    assert post.may_be_sent_to("https://hook.example.vn/motcua?system=1")
    assert post.may_be_sent_to("https://xn--bnh-vla.example.vn:8443/a/b")


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:169.254.169.254"]])
def test_a_name_that_leads_inside_is_never_connected_to(found):
    with a_receiver() as (port, heard):
        post = GuardedPost(resolve=lambda host, _: found)
        attempt = post(f"https://hook.example.vn:{port}/", MESSAGE)
    assert (attempt.status, attempt.trouble) == (None, Trouble.ADDRESS_NOT_PUBLIC)
    assert heard == []


def test_a_name_is_resolved_once_and_what_was_judged_is_what_is_called():
    """DNS rebinding: the second answer would lead elsewhere, but nobody asks a second time."""
    answers = iter([["127.0.0.1"]])
    with a_receiver() as (port, heard):
        post = GuardedPost(lenient=True, resolve=lambda host, _: next(answers))
        assert post(f"http://hook.example.vn:{port}/in?x=1", MESSAGE).status == 204
    (request,) = heard
    assert request.startswith(b"POST /in?x=1 HTTP/1.1\r\n")
    assert f"Host: hook.example.vn:{port}\r\n".encode() in request
    assert b"webhook-id: m1\r\n" in request
    assert request.endswith(b"\r\n\r\n" + MESSAGE.body)


@pytest.mark.parametrize("found", [[], OSError("no such name")])
def test_a_name_that_nobody_knows_is_told_as_such(found):
    def resolve(host, port):
        if isinstance(found, OSError):
            raise found
        return found

    assert (
        GuardedPost(resolve=resolve)("https://gone.example.vn/", MESSAGE).trouble is Trouble.ADDRESS_UNKNOWN
    )


@pytest.mark.parametrize(
    ("answer", "status", "trouble"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, None),
        (b"HTTP/1.0 202 Accepted\r\n\r\n", 202, None),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, 204, None),
        (b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n", 302, Trouble.REFUSED),
        (b"HTTP/1.1 410 Gone\r\n\r\n", 410, Trouble.REFUSED),
        (b"HTTP/1.1 500 Internal Server Error\r\n\r\n", 500, Trouble.REFUSED),
        (b"SSH-2.0-OpenSSH_9.9\r\n\r\n", None, Trouble.NO_ANSWER),
        (b"HTTP/1.1 2000 Hm\r\n\r\n", None, Trouble.NO_ANSWER),
        (b"HTTP/1.1 200 OK\r\n", None, Trouble.NO_ANSWER),
        (b"", None, Trouble.NO_ANSWER),
    ],
)
def test_any_2xx_is_success_and_a_redirect_is_not_followed(answer, status, trouble):
    with a_receiver(answer) as (port, heard):
        attempt = lenient()(f"http://127.0.0.1:{port}/", MESSAGE)
    assert (attempt.status, attempt.trouble) == (status, trouble)
    assert attempt.is_taken is (trouble is None)
    assert len(heard) == 1


def test_retry_after_is_heard():
    with a_receiver(b"HTTP/1.1 503 Busy\r\nRETRY-AFTER: 120\r\n\r\n") as (port, _):
        assert lenient()(f"http://127.0.0.1:{port}/", MESSAGE).wish == timedelta(seconds=120)


def test_nobody_listening_is_no_answer():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert lenient()(f"http://127.0.0.1:{port}/", MESSAGE).trouble is Trouble.NO_ANSWER


def test_who_never_answers_is_not_waited_for():
    with a_receiver(None) as (port, _):
        assert lenient(patience_s=0.3)(f"http://127.0.0.1:{port}/", MESSAGE).trouble is Trouble.NO_ANSWER


def test_headers_without_end_are_not_read_to_the_end():
    with a_receiver(b"HTTP/1.1 200 OK\r\n" + b"X-More: of the same\r\n" * 100_000) as (port, _):
        assert lenient()(f"http://127.0.0.1:{port}/", MESSAGE).trouble is Trouble.NO_ANSWER


def test_a_large_body_is_not_read_at_all():
    with a_receiver(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 20_000_000) as (port, _):
        assert lenient()(f"http://127.0.0.1:{port}/", MESSAGE).status == 200


def test_over_tls_the_name_is_proven(tmp_path):
    key, pem = a_certificate("hook.example.vn")
    here = {"resolve": lambda host, port: ["127.0.0.1"], "lenient": True}
    with a_receiver(tls=serving(tmp_path, key, pem)) as (port, heard):
        trusting = GuardedPost(trusting=pem, **here)
        assert trusting(f"https://hook.example.vn:{port}/", MESSAGE).status == 204
        assert trusting(f"https://other.example.vn:{port}/", MESSAGE).trouble is Trouble.NO_TLS
        stranger = GuardedPost(**here)
        assert stranger(f"https://hook.example.vn:{port}/", MESSAGE).trouble is Trouble.NO_TLS
    assert len(heard) == 1


def lenient(**values) -> GuardedPost:
    return GuardedPost(lenient=True, **values)


@contextmanager
def a_receiver(
    answer: bytes | None = OK, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[int, list[bytes]]]:
    """Port, and the requests that were heard whole. ``answer=None``: silence."""
    heard: list[bytes] = []
    over = threading.Event()

    def serve(line: socket.socket) -> None:
        try:
            line = tls.wrap_socket(line, server_side=True) if tls else line
            with line:
                request = b""
                while not request.endswith(MESSAGE.body):
                    request += line.recv(65536)
                heard.append(request)
                if answer is None:
                    over.wait(10)
                else:
                    line.sendall(answer)
        except OSError:
            line.close()  # the caller went away, as it should

    def accept() -> None:
        while not over.is_set():
            try:
                line, _ = door.accept()
            except OSError:
                return
            serve(line)

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=accept)
        thread.start()
        yield door.getsockname()[1], heard
        over.set()
        door.shutdown(socket.SHUT_RDWR)
    thread.join()


def a_certificate(name: str) -> tuple[bytes, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(True, False, False, False, False, True, True, False, False), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    unencrypted = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unencrypted)
    return written, certificate.public_bytes(serialization.Encoding.PEM).decode()


def serving(folder: Path, key: bytes, pem: str) -> ssl.SSLContext:
    file = folder / "both.pem"
    file.write_bytes(key + pem.encode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
