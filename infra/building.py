"""Folders and files that several processes may want at once: made by one, waited for by the others, never half seen."""

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def built_once(folder: Path, build: Callable[[Path], None]) -> Path:
    """``folder`` as ``build`` fills it, if nobody filled it before. It is put in place whole, and never changed after.

    What breaks while it is built leaves nothing behind.
    """
    if not folder.exists():
        with _alone(folder):
            if not folder.exists():
                beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
                try:
                    build(beside)
                    beside.chmod(0o755)
                    beside.rename(folder)
                except BaseException:
                    shutil.rmtree(beside, ignore_errors=True)
                    raise
    return folder


@contextmanager
def put_in_place(target: Path) -> Iterator[Path]:
    """A file beside ``target`` to write to, which takes its place when all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
        beside = Path(folder) / target.name
        yield beside
        beside.replace(target)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for whoever builds the same folder, on this machine."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
