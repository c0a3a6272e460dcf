"""What is put into Lambda: every dependency for exactly its platform, compiled beforehand, and never one missing.

Chalice would fetch the dependencies itself, but ends well although one is missing. So pip fills ``vendor/`` here and
fails loudly; the reading libraries become a layer that only the functions which need them carry.
"""

import compileall
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from py_compile import PycInvalidationMode

from infra.building import built_once, put_in_place

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "deploy"
LIGHT, HEAVY = ROOT / "requirements.txt", ROOT / "requirements-digitize.txt"
#: The functions that carry the layer: nothing that any other one does may import what is in it.
READERS = frozenset({"digitize", "prepare"})
#: Lambda's Amazon Linux 2023 has glibc 2.34; wheels for an older one run there too.
PLATFORMS = ("2_34", "2_31", "2_28", "2_27", "2_24", "2_17", "2_12", "2_5")
#: One instant for every file, so that equal content makes an equal archive.
EPOCH = (2020, 1, 1, 0, 0, 0)
EPOCH_S = 1_577_836_800
#: Never run in Lambda: headers, tests, command lines.
_USELESS = re.compile(
    r"(^|/)(tests?|testing|include|bin|pypdfium2_cli|benchmarks?)(/|$)|\.(pyx|pxd|pyi|h|c|hpp|cpp)$"
)


def python_version() -> str:
    """The runtime is the Python that packages: ``3.13``."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def fetched(requirements: Path, *, without: Path | None = None) -> Path:
    """A folder with the wheels of ``requirements`` unpacked and compiled; made once for each content of the file.

    ``without``: a folder whose distributions are left out, because they are packaged already.
    """
    seed = b"\0".join(
        [
            requirements.read_bytes(),
            LIGHT.read_bytes(),
            Path(__file__).read_bytes(),
            python_version().encode(),
        ]
    )
    name = f"{requirements.stem}-{hashlib.sha256(seed).hexdigest()[:16]}"

    def build(folder: Path) -> None:
        _install(requirements, folder)
        _drop(_useless(folder))
        _drop(_present_in(without, folder) if without else ())
        _compile(folder)

    return built_once(BUILD / "wheels" / name, build)


def _install(requirements: Path, folder: Path) -> None:
    """Raises CalledProcessError with pip's words if one wheel cannot be had for the platform."""
    abi = f"cp{python_version().replace('.', '')}"
    platforms = [f"--platform=manylinux_{glibc}_x86_64" for glibc in PLATFORMS]
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile",
        "--only-binary=:all:", f"--python-version={python_version()}", "--implementation=cp",
        f"--abi={abi}", "--abi=abi3", "--abi=none", *platforms, "--platform=manylinux2014_x86_64",
        f"--target={folder}", f"--requirement={requirements}", f"--constraint={LIGHT}",
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=sys.stderr)


def _useless(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if _USELESS.search(path.relative_to(folder).as_posix()):
            yield path


def _present_in(other: Path, folder: Path) -> Iterator[Path]:
    for record in other.glob("*.dist-info"):
        for name in {
            line.split(",")[0].split("/")[0] for line in (record / "RECORD").read_text().splitlines()
        }:
            if (folder / name).exists() and not name.startswith(("..", "__")):
                yield folder / name


def _drop(paths: Iterable[Path]) -> None:
    for path in list(paths):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _compile(folder: Path) -> None:
    """Byte code that is believed unchecked: Lambda cannot write any, and would compile at every cold start."""
    compileall.compile_dir(
        str(folder), quiet=2, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH, stripdir=str(folder)
    )
    for path in folder.rglob("*"):
        os.utime(path, (EPOCH_S, EPOCH_S))


def copied_code(project: Path) -> None:
    """``app.py`` and ``chalicelib`` as they stand, compiled; everything else of the repository stays at home."""
    shutil.copy(ROOT / "app.py", project / "app.py")
    ours, theirs, beside = (folder / "chalicelib" for folder in (ROOT, project, project / ".new"))
    by_this_python = theirs.rglob(f"*.{sys.implementation.cache_tag}.pyc")
    if next(by_this_python, None) and fingerprint(theirs) == fingerprint(ours):
        return  # put there whole by an earlier deployment
    shutil.rmtree(beside.parent, ignore_errors=True)
    shutil.copytree(ours, beside, ignore=shutil.ignore_patterns("__pycache__"))
    _compile(beside)
    shutil.rmtree(theirs, ignore_errors=True)
    beside.rename(theirs)
    beside.parent.rmdir()


def archive(folder: Path, target: Path, *, below: str = "") -> Path:
    """``folder`` as a zip whose bytes depend on nothing but its content; names begin with ``below``."""
    with put_in_place(target) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(below + path.relative_to(folder).as_posix(), EPOCH)
                entry.external_attr = 0o755 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                zipped.writestr(entry, path.read_bytes())
    return target


def layer(heavy: Path) -> Path:
    """The reading libraries as Lambda takes a layer; made once for each content of ``heavy``."""
    target = BUILD / f"{heavy.name}.zip"
    return target if target.exists() else archive(heavy, target, below="python/")


def fingerprint(folder: Path) -> str:
    """Of all files below ``folder`` but Chalice's notes and byte code, which differs although its source does not."""
    told = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and ".chalice/deploy" not in path.as_posix():
            told.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()[:16]


def megabytes(*folders: Path) -> float:
    """How much the files below weigh, 10⁶ bytes."""
    return (
        sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file()) / 1e6
    )


def missing(requirements: Path, held: Collection[str]) -> list[str]:
    """Distributions that ``requirements`` asks for and that are not among ``held`` (names as ``plain`` makes them)."""
    lines = (line.split("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    wanted = [re.split(r"[=<>\[ ;]", line)[0] for line in lines if line and not line.startswith("-")]
    return [name for name in wanted if plain(name) not in held]


def plain(name: str) -> str:
    """A distribution's name in the one spelling in which names are compared."""
    return re.sub(r"[-_.]+", "_", name).lower()
