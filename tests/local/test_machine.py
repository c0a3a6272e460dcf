"""The machine as a whole: what stands in its way is said in one line."""

import socket
from pathlib import Path

import pytest

from local.children import Children
from local.environment import HOST, Place, inherited
from local.machine import CannotStart, Machine, alone
from tests.emulated import free_ports


def test_a_busy_port_is_named_before_anything_is_started(tmp_path: Path) -> None:
    place = Place(tmp_path, free_ports())
    children = Children(tmp_path)
    with socket.socket() as busy:
        busy.bind((HOST, place.ports.portal))
        busy.listen()
        with pytest.raises(CannotStart, match=rf"Port {place.ports.portal} \(for the portal\) is in use"):
            Machine(place, children, lambda _text: None).start()
    assert not list(tmp_path.glob("*.log"))
    children.stop()


def test_two_machines_never_share_a_store(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with alone(place), pytest.raises(CannotStart, match="already running"), alone(place):
        pytest.fail("two machines hold the same folder")
    with alone(place):
        assert place.data == tmp_path


def test_the_key_for_hashes_is_made_once_and_private(tmp_path: Path) -> None:
    first = Place(tmp_path).hash_key
    assert len(bytes.fromhex(first)) == 32
    assert Place(tmp_path).hash_key == first
    assert (tmp_path / "hash.key").stat().st_mode & 0o077 == 0


def test_processes_are_never_led_to_a_real_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    place = Place(tmp_path)
    given = {**inherited(), **place.application({"TableStreamArn": "arn", "FilesBucket": "files"})}
    assert "AWS_PROFILE" not in given
    assert given["AWS_ENDPOINT_URL"] == f"http://{HOST}:{place.ports.emulator}"
