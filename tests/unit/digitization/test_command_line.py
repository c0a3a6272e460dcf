"""``manage.py digitize``: what an officer reads, and what a program gets."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from typer.testing import CliRunner

from chalicelib.digitization.certification import certify
from local.pki import make_pki
from manage_commands.digitize import app
from tests.unit.digitization.small_papers import DECISION, as_jpeg, pdf_of, picture_of

SCHEMA = json.loads(Path("docs/digitize.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pki, folder = make_pki(), tmp_path_factory.mktemp("papers")
    (folder / "decision.pdf").write_bytes(pdf_of(DECISION))
    moment = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
    (folder / "signed.pdf").write_bytes(certify(pdf_of(DECISION), pki.officer, "A", moment))
    (folder / "empty.pdf").write_bytes(b"")
    for number in (1, 2):
        (folder / f"photo{number}.jpg").write_bytes(as_jpeg(picture_of(f"SỞ Y TẾ\nTrang {number}")))
    trust = pki.trust
    (folder / "trust.pem").write_text("".join((*trust.roots, *trust.intermediates, *trust.revocation_lists)))
    return folder


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(folder / a) if "." in a else a for a in arguments])
    return result.exit_code, result.stdout


def test_what_a_program_gets_is_as_the_committed_schema_says(folder: Path) -> None:
    status, out = run(folder, "--json", "--trust", "trust.pem", "decision.pdf", "signed.pdf", "empty.pdf")
    papers = json.loads(out)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(papers)
    assert status == 1  # one of them was rejected
    assert [paper["outcome"] for paper in papers] == ["ready", "ready", "rejected"]
    assert papers[1]["signatures"][0]["valid"]
    with pytest.raises(Exception, match="is not one of"):
        Draft202012Validator(SCHEMA).validate([{**papers[0], "outcome": "fine"}])


def test_what_an_officer_reads_says_what_to_compare(folder: Path) -> None:
    status, out = run(folder, "--trust", "trust.pem", "signed.pdf")
    assert status == 0
    assert "compare with the picture: person name, signer" in out
    assert "signed by Nguyễn Thị Thử Nghiệm" in out
    assert "the whole file: valid" in out
    assert "123/QĐ-QLD" in out


def test_several_photos_are_one_paper_in_their_order(folder: Path) -> None:
    _, out = run(folder, "--json", "--together", "photo2.jpg", "photo1.jpg")
    (paper,) = json.loads(out)
    assert paper["page_count"] == 2
    assert paper["text"].index("Trang 2") < paper["text"].index("Trang 1")
