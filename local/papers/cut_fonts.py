"""Cuts fonts down to what Vietnamese papers are printed with: ``python -m local.papers.cut_fonts FOLDER``.

Every paper carries a part of its fonts, and finding that part takes most of the time of printing it: the fewer
letters a font has, the faster. FOLDER holds the five Liberation Fonts named in ``NAMES``. What is cut may not bear
their reserved name (SIL Open Font License 1.1, condition 3), so it gets one of ours.
"""

import sys
from hashlib import sha256
from itertools import chain
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from local.papers.typeset import FONTS

RESERVED, OURS = "Liberation", "Motcua"
NAMES = ("Serif-Regular", "Serif-Bold", "Serif-Italic", "Sans-Regular", "Sans-Bold")
#: Latin with the letters and marks of Vietnamese; signs; arrows and boxes of forms. First and last of each.
LETTERS = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1A0, 0x1B0),
    (0x300, 0x323),
    (0x1EA0, 0x1EF9),
    (0x2010, 0x203A),
    (0x20AB, 0x20AC),
    (0x2116, 0x2122),
    (0x2190, 0x2193),
    (0x2248, 0x2265),
    (0x25A0, 0x25CF),
)
#: For engines that set type themselves; the papers' takes letter after letter.
SETTING = ["FFTM", "GDEF", "GPOS", "GSUB"]
#: Family, unique, full, PostScript and typographic family name in the table "name" of OpenType.
NAMED_BY = {1, 3, 4, 6, 16}


def cut(original: Path, to: Path) -> None:
    """Write ``to`` with the letters above, hints included, under our name."""
    font = TTFont(original, recalcTimestamp=False)
    options = Options(
        notdef_outline=True, recommended_glyphs=True, layout_features=[], name_IDs=["*"], legacy_kern=True
    )
    options.drop_tables += SETTING
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=chain.from_iterable(range(first, last + 1) for first, last in LETTERS))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in NAMED_BY:
            record.string = record.toUnicode().replace(RESERVED, OURS)
    font.save(to)


def cut_all(originals: Path) -> None:
    """All five, with their sums beside them."""
    for name in NAMES:
        cut(originals / f"{RESERVED}{name}.ttf", FONTS / f"{OURS}{name}.ttf")
    made = sorted(FONTS.glob("*.ttf"))
    sums = [f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (FONTS / "SHA256SUMS").write_text("".join(sums))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("Where are the Liberation Fonts? python -m local.papers.cut_fonts FOLDER")
    cut_all(Path(sys.argv[1]))
