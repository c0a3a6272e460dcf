"""Papers that something happened to: bits that flipped, pieces cut out or doubled, objects and numbers exchanged."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

from local.papers.facts import invent_facts
from local.papers.forms import Form
from local.papers.make import make_paper

OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.DOTALL)
NUMBER = re.compile(rb"(?<![\w.])\d{1,6}(?![\w.])")
NAME = re.compile(rb"/[A-Z][A-Za-z]{2,}")
ODD_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"99999999999999", b"1.5e9", b"null", b"3 0 R")

Harm = Callable[[bytearray, Random], bytearray]


def flip_bits(data: bytearray, chance: Random) -> bytearray:
    """As memory and bad disks do."""
    for _ in range(chance.choice((1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def overwrite(data: bytearray, chance: Random) -> bytearray:
    """A run of bytes replaced by noise or nothing."""
    start, length = chance.randrange(len(data)), chance.choice((1, 16, 512, 4096))
    noise = chance.choice((bytes(length), chance.randbytes(length), b"\xff" * length))
    data[start : start + length] = noise[: max(0, len(data) - start)]
    return data


def cut_off(data: bytearray, chance: Random) -> bytearray:
    """An upload that ended early."""
    return data[: chance.randrange(1, len(data))]


def cut_out(data: bytearray, chance: Random) -> bytearray:
    """A piece lost on the way."""
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 40, 1000, 20_000))]
    return data


def double(data: bytearray, chance: Random) -> bytearray:
    """A piece that came twice."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 40, 1000, 20_000))]
    return data[:start] + piece + data[start:]


def swap_objects(data: bytearray, chance: Random) -> bytearray:
    """Two objects of a PDF in each other's place; the table of places is wrong after that."""
    found = list(OBJECT.finditer(data))
    if len(found) < 2:
        return flip_bits(data, chance)
    one, two = sorted(chance.sample(found, 2), key=lambda match: match.start())
    return bytearray(
        data[: one.start()] + two.group() + data[one.end() : two.start()] + one.group() + data[two.end() :]
    )


def drop_object(data: bytearray, chance: Random) -> bytearray:
    """An object that is missing."""
    found = list(OBJECT.finditer(data))
    if not found:
        return cut_out(data, chance)
    gone = chance.choice(found)
    return data[: gone.start()] + data[gone.end() :]


def change_numbers(data: bytearray, chance: Random) -> bytearray:
    """Lengths, sizes, references and places that lie."""
    return _replace(
        data, chance, NUMBER, lambda _: chance.choice((*ODD_NUMBERS, b"%d" % chance.randrange(99)))
    )


def change_names(data: bytearray, chance: Random) -> bytearray:
    """A key or a type exchanged for another one of the same file."""
    names = NAME.findall(data) or [b"/Type"]
    return _replace(data, chance, NAME, lambda _: chance.choice(names))


def _replace(
    data: bytearray, chance: Random, what: re.Pattern[bytes], by: Callable[[bytes], bytes]
) -> bytearray:
    found = list(what.finditer(data))
    for match in sorted(
        chance.sample(found, min(len(found), chance.choice((1, 3, 12)))), key=lambda match: -match.start()
    ):
        data[match.start() : match.end()] = by(match.group())
    return data


HARMS: tuple[Harm, ...] = (
    flip_bits,
    overwrite,
    cut_off,
    cut_out,
    double,
    swap_objects,
    drop_object,
    change_numbers,
    change_names,
)


def mutants(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Name and bytes; the same ones for the same seed. Each comes from a sound paper by one to three harms."""
    for number in range(count):
        chance = Random(f"{seed}-{number}")
        kind, data = chance.choice(sound_papers())
        harms = [chance.choice(HARMS) for _ in range(chance.choice((1, 1, 2, 3)))]
        harmed = bytearray(data)
        for harm in harms:
            harmed = harm(harmed or bytearray(b"\0"), chance)
        yield f"{number}-{kind}-{'-'.join(harm.__name__ for harm in harms)}", bytes(harmed)


@cache
def sound_papers() -> tuple[tuple[str, bytes], ...]:
    """What the mutants come from: text layers packed and unpacked, pictures small enough to be read in a blink."""
    facts = invent_facts(9)
    born = make_paper("degree", facts, Form.BORN_DIGITAL).data
    letter = make_paper("power_of_attorney", facts, Form.BORN_DIGITAL).data
    pictures = [(kind.lower(), _small_picture(kind)) for kind in ("JPEG", "PNG", "TIFF", "WEBP")]
    return (
        ("packed", born),
        ("unpacked", _unpacked(born)),
        ("unpacked-letter", _unpacked(letter)),
        ("streams", _packed(letter)),
        ("word", make_paper("degree", facts, Form.DOCX).data),
        ("scan", _scan(pictures[0][1])),
        *pictures,
    )


def _unpacked(data: bytes) -> bytes:
    import pikepdf

    return _saved(data, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)


def _packed(data: bytes) -> bytes:
    import pikepdf

    return _saved(data, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)


def _saved(data: bytes, **how: object) -> bytes:
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


def _small_picture(kind: str) -> bytes:
    """The head of a degree, a fifth of a page."""
    import io

    from PIL import Image

    page = Image.open(io.BytesIO(make_paper("degree", invent_facts(9), Form.PNG).data)).convert("RGB")
    out = io.BytesIO()
    page.crop((0, 0, page.width, page.height // 5)).resize((800, 220)).save(out, kind)
    return out.getvalue()


def _scan(jpeg: bytes) -> bytes:
    from chalicelib.digitization.job import Limits
    from chalicelib.digitization.photos import join

    return join([jpeg], Limits())
