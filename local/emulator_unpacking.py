"""Zips of functions and layers, unpacked once; MiniStack unpacks them anew for every environment that it starts.

With some twenty functions of one zip that is most of what a deployment costs there. Environments get links to the
files, as they may write nothing there on Lambda either. Written against the pinned version
(requirements-emulator.txt); tests/infra/test_deployed_journey.py holds it to that.
"""

import hashlib
import os
import shutil
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
        content = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
        whole = Path(tempfile.gettempdir()) / UNPACKED / content
        with _one_at_a_time:
            if not whole.exists():
                beside = whole.with_suffix(".new")
                super().extractall(beside, members, pwd)
                beside.rename(whole)
        shutil.copytree(whole, path, copy_function=os.link, dirs_exist_ok=True)


def unpack_once() -> None:
    """From now on, wherever MiniStack starts an environment for a function."""
    lambda_runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": UnpackedOnce})
