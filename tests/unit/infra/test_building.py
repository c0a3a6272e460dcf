"""What several processes want at once is made by one of them, and nobody sees it half done."""

import threading
from pathlib import Path

import pytest

from infra.building import built_once, put_in_place


def test_of_many_who_want_it_one_builds_and_all_get_the_whole(tmp_path: Path) -> None:
    builds: list[Path] = []
    seen: list[list[str]] = []
    everybody = threading.Barrier(8)

    def build(folder: Path) -> None:
        builds.append(folder)
        for number in range(100):
            (folder / str(number)).write_text("x")

    def want() -> None:
        everybody.wait()
        folder = built_once(tmp_path / "wheels", build)
        seen.append([path.name for path in folder.iterdir()])

    threads = [threading.Thread(target=want) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(builds) == 1
    assert [len(names) for names in seen] == [100] * 8


def test_what_breaks_leaves_nothing_and_is_built_by_the_next(tmp_path: Path) -> None:
    def breaks(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("the line is gone")

    with pytest.raises(OSError, match="gone"):
        built_once(tmp_path / "wheels", breaks)
    assert [path.name for path in tmp_path.iterdir()] == ["wheels.lock"]
    whole = built_once(tmp_path / "wheels", lambda folder: (folder / "whole").touch())
    assert [path.name for path in whole.iterdir()] == ["whole"]


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "layer.zip"
    target.write_text("old")

    def write_half() -> None:
        with put_in_place(target) as beside:
            beside.write_text("half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_half()
    assert target.read_text() == "old"
    with put_in_place(target) as beside:
        beside.write_text("new")
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]
