"""``python -m local.papers OUT_DIR``: a gallery of every kind in several forms, with truth as JSON."""

import json
import sys
from pathlib import Path

from rich.progress import track

from local.papers.facts import invent_facts
from local.papers.forms import Form
from local.papers.kinds import KINDS
from local.papers.make import make_paper

FORMS = (Form.BORN_DIGITAL, Form.SCAN_200, Form.PHOTO)


def main(out_dir: Path) -> None:
    """Write the gallery into ``out_dir``, which is created."""
    out_dir.mkdir(parents=True, exist_ok=True)
    facts = invent_facts(seed=1)
    for kind in track(KINDS, description="papers"):
        for form in FORMS:
            paper = make_paper(kind, facts, form, seed=1)
            (out_dir / paper.name).write_bytes(paper.data)
            truth = json.dumps(paper.truth.as_json(), ensure_ascii=False, indent=1)
            (out_dir / f"{paper.name}.truth.json").write_text(truth, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
