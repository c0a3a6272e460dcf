"""Zips of functions and layers, unpacked once; MiniStack unpacks them anew for every environment that it starts.

With some twenty functions of one zip that is most of what a deployment costs there. Environments get links, as they
may write nothing there on Lambda either, and their copies of the zip, hundreds of megabytes together, are let go.
Written against the pinned version (requirements-emulator.txt); tests/infra/test_deployed_journey.py holds it to that.
"""

import hashlib
import tempfile
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime

#: Below the emulator's folder for passing things; one folder for each content.
UNPACKED = "unpacked"
_one_at_a_time = threading.Lock()


class UnpackedOnce(zipfile.ZipFile):
    """A zip whose content is linked from where it was unpacked first."""

    def extractall(self, path: Any = None, members: Any = None, pwd: Any = None) -> None:
        """All of it; neither a choice of members nor a password is ever asked for here."""
        file = Path(str(self.filename))
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        whole = Path(tempfile.gettempdir()) / UNPACKED / content
        with _one_at_a_time:
            if not whole.exists():
                beside = whole.with_suffix(".new")
                super().extractall(beside, members, pwd)
                beside.rename(whole)
        Path(path).mkdir(parents=True, exist_ok=True)
        for each in whole.iterdir():
            (Path(path) / each.name).symlink_to(each)
        file.unlink()


def unpack_once() -> None:
    """From now on, wherever MiniStack starts an environment for a function."""
    lambda_runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": UnpackedOnce})
