"""The operator's care for the repository: bulk import from folder and bucket, killed and gone on with."""

import csv
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from itertools import count

import boto3
import pytest

from chalicelib.adapters import keys
from chalicelib.application.review_retention import ReviewHeld, ReviewRetention
from chalicelib.domain.holdings import CHECK_WITHIN, Holding
from chalicelib.domain.paper_kinds import PAPER_KINDS, PaperKind
from chalicelib.workers import check_integrity
from infra.deploy_state import deploy
from scripts.documents import ROOT
from tests.app.test_manage import run
from tests.app.world import OFFICE_MORNING
from tests.pdfs import a_pdf

KIND = "L-GT-SK"
PATIENCE_S = 60
_SERIAL = count(31_000)


def owner_number() -> str:
    """Somebody whom no other test has."""
    return f"0011859{next(_SERIAL):05d}"


def a_row(owner: str, number: int, **values: str) -> dict[str, str]:
    return {
        "id": f"old-{owner}-{number}",
        "owner": owner,
        "kind": KIND,
        "name": "Giấy khám sức khỏe",
        **values,
    }


def written(path, rows) -> str:
    fields = dict.fromkeys(name for row in rows for name in row)
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, list(fields))
        table.writeheader()
        table.writerows(rows)
    return str(path)


def imported(*arguments: str):
    result = run("papers", "import", *arguments, "--json")
    return result.exit_code, json.loads(result.stdout)


def papers_of(world, owner: str):
    ref = world.container.refs.ref(owner)
    return world.container.papers.of_owner(ref, 100).items


@pytest.mark.parametrize("prefix", ["", "old/2019"])
def test_files_come_from_a_bucket_below_a_prefix_and_from_nowhere_else(world, tmp_path, prefix):
    s3, bucket = boto3.client("s3"), f"motcua-test-old-papers-{len(prefix)}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
    data = a_pdf("Giấy khám sức khỏe")
    s3.put_object(Bucket=bucket, Key=f"{prefix}/a/1.pdf".lstrip("/"), Body=data)
    s3.put_object(Bucket=bucket, Key="secret.pdf", Body=b"%PDF")
    owner = owner_number()
    rows = [
        a_row(owner, number, file=name)
        for number, name in enumerate(["a/1.pdf", "a/2.pdf", "../../secret.pdf"])
    ]
    code, told = imported(written(tmp_path / "rows.csv", rows), "--from", f"s3://{bucket}/{prefix}")
    assert (code, told["fates"]) == (1, {"stored": 1, "refused": 2})
    assert [reason for _, reason in told["refused"]] == [
        "file: S3: NoSuchKey",
        "file: lies outside the prefix",
    ]
    (paper,) = papers_of(world, owner)
    assert world.container.blobs.read(paper.key) == data


def test_files_come_from_a_folder_and_from_nowhere_else(world, tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "1.pdf").write_bytes(b"%PDF 1")
    (tmp_path / "secret.pdf").write_bytes(b"%PDF")
    owner = owner_number()
    rows = written(
        tmp_path / "rows.csv", [a_row(owner, 1, file="1.pdf"), a_row(owner, 2, file="../secret.pdf")]
    )
    code, told = imported(rows, "--from", str(tmp_path / "files"))
    assert (code, told["fates"]) == (1, {"stored": 1, "refused": 1})
    assert imported(rows)[1]["refused"] == [
        [1, "file: say where the files are with --from"],
        [2, "file: say where the files are with --from"],
    ]


def test_a_line_that_is_no_row_holds_up_no_other(world, tmp_path):
    owner, rows = owner_number(), tmp_path / "rows.jsonl"
    lines = [json.dumps(a_row(owner, 1)), "{not json", "[1]", json.dumps(a_row(owner, 2))]
    rows.write_text("\n".join(lines), encoding="utf-8")
    assert imported(str(rows))[1]["fates"] == {"stored": 2, "refused": 2}


def stored_of(world, owner: str) -> int:
    found = world.container.dynamodb.query(
        TableName=world.container.settings.table,
        KeyConditionExpression="PK = :pk AND begins_with(SK, :paper)",
        ExpressionAttributeValues={
            ":pk": {"S": keys.owner(world.container.refs.ref(owner))},
            ":paper": {"S": keys.paper("")},
        },
        Select="COUNT",
    )
    return found["Count"]


def test_an_import_killed_again_and_again_loses_nothing_and_doubles_nothing(world, tmp_path):
    """By SIGKILL, while several transactions are under way: after the first paper of an owner, and in the midst."""
    watched, others = owner_number(), [owner_number() for _ in range(10)]
    rows = [a_row(watched, number) for number in range(60)]
    rows += [a_row(owner, number) for number in range(14) for owner in others]
    rows_file = written(tmp_path / "rows.csv", rows)
    command = [sys.executable, "manage.py", "papers", "import", rows_file]
    killed = 0
    for enough in (1, 26):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = time.monotonic() + PATIENCE_S
        while stored_of(world, watched) < enough and process.poll() is None and time.monotonic() < ends:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
    assert killed >= 1
    rest = imported(rows_file)[1]["fates"]
    assert rest["stored"] + rest["known"] == len(rows)
    for owner, many in {watched: 60, **dict.fromkeys(others, 14)}.items():
        held = papers_of(world, owner)
        assert sorted(paper.code for paper in held) == [f"{KIND}.{n:02d}" for n in range(1, many + 1)]
        assert len({paper.file.file_id for paper in held}) == many
    assert imported(rows_file)[1]["fates"] == {"known": len(rows)}


def test_the_review_of_retention_says_what_is_kept_and_why_and_writes_what_is_due(world, tmp_path):
    """No period of the catalogue is known, so nothing is due, and the report says so."""
    owner = owner_number()
    rows = [a_row(owner, 1), a_row(owner, 2) | {"kind": "L-GT-GPHN"}]
    imported(written(tmp_path / "rows.csv", rows))
    due = tmp_path / "due.jsonl"
    told = json.loads(run("papers", "retention", "--due", str(due), "--json").stdout)
    kinds = {(line["kind"], line["keeping"]): line["papers"] for line in told["kinds"]}
    assert kinds[KIND, "period-unknown"] >= 1
    assert kinds["L-GT-GPHN", "legal-hold"] >= 1
    assert (told["due"], due.read_text(encoding="utf-8")) == ([], "")


@pytest.fixture
def a_period_is_known(world, monkeypatch):
    """As if a list of retention periods had been published."""
    kinds = PAPER_KINDS | {KIND: PaperKind(KIND, "", keep_years=1)}
    container = world.container
    review = ReviewRetention(container.clock, kinds)
    monkeypatch.setitem(container.__dict__, "review_held", ReviewHeld(container.papers, review))
    erasing = dataclasses.replace(container.erase_expired, kinds=kinds)
    monkeypatch.setitem(container.__dict__, "erase_expired", erasing)


def test_the_nightly_round_names_what_outlived_its_period_and_only_a_person_erases_it(
    world, tmp_path, capsys, a_period_is_known
):
    owner = owner_number()
    (tmp_path / "1.pdf").write_bytes(f"%PDF-1.7 of {owner}".encode())
    rows = written(tmp_path / "rows.csv", [a_row(owner, 1, file="1.pdf") | {"expires_on": "2020-01-01"}])
    imported(rows, "--from", str(tmp_path))
    (paper,) = papers_of(world, owner)
    world.set_clock(OFFICE_MORNING + timedelta(days=3 * 365))
    holding = Holding(
        owner_ref=paper.owner_ref, sha256=paper.file.sha256, key=paper.key, check_on=world.container.today()
    )
    world.container.holdings.checked(holding, holding.check_on)
    capsys.readouterr()
    check_integrity.handle()
    (figures,) = [line for line in capsys.readouterr().out.splitlines() if "CloudWatchMetrics" in line]
    assert json.loads(figures)["PapersDue"][0] >= 1
    assert papers_of(world, owner) == (paper,)
    due = tmp_path / "due.jsonl"
    told = json.loads(run("papers", "retention", "--found", "--due", str(due), "--json").stdout)
    ours = [line for line in told["due"] if line["owner_ref"] == paper.owner_ref]
    assert [(line["code"], line["since"]) for line in ours] == [(paper.code, "2027-12-31")]
    assert owner not in due.read_text(encoding="utf-8")
    result = run("papers", "erase-expired", str(due), "--approved-by", "Trần Thị Phê Duyệt", "--json")
    assert json.loads(result.stdout)["erased"] >= 1
    assert papers_of(world, owner) == ()


def test_an_approved_list_erases_nothing_whose_period_is_not_over(world, tmp_path):
    owner = owner_number()
    imported(written(tmp_path / "rows.csv", [a_row(owner, 1)]))
    line = {"owner_ref": world.container.refs.ref(owner), "code": f"{KIND}.01", "version": 1, "kind": KIND}
    approved = tmp_path / "approved.jsonl"
    approved.write_text(json.dumps(line | {"since": "2000-12-31"}) + "\n", encoding="utf-8")
    result = run("papers", "erase-expired", str(approved), "--approved-by", "Trần Thị Phê Duyệt", "--json")
    assert json.loads(result.stdout) == {"erased": 0, "left": 1}
    assert len(papers_of(world, owner)) == 1


def test_a_damaged_object_comes_back_as_it_was_with_its_media_type(world, tmp_path):
    (tmp_path / "1.jpg").write_bytes(b"\xff\xd8\xff a picture")
    owner = owner_number()
    imported(written(tmp_path / "rows.csv", [a_row(owner, 1, file="1.jpg")]), "--from", str(tmp_path))
    (paper,) = papers_of(world, owner)
    world.container.blobs.write(paper.key, b"garbage", "application/octet-stream")
    world.set_clock(OFFICE_MORNING + CHECK_WITHIN + timedelta(days=1))
    told = json.loads(run("papers", "check", "--json").stdout)
    assert paper.key in told["restored"]
    bucket = world.container.settings.files_bucket
    head = world.container.s3.get_object(Bucket=bucket, Key=paper.key)
    assert (head["ContentType"], head["Body"].read()) == ("image/jpeg", b"\xff\xd8\xff a picture")


def commanded(*arguments: str, **changed: str):
    """A command in a process of its own, with other settings than the world's."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments, "--json"],
        cwd=ROOT,
        env={**os.environ, **changed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout)


def test_a_rotation_of_the_hash_key_moves_every_owner_and_loses_none(world, tmp_path):
    """Import under the first key, add a second, move until nothing is left, and find all papers without rotating."""
    table = deploy(boto3.client("cloudformation"), "rekey")["TableName"]
    owners = [owner_number() for _ in range(3)]
    rows = written(tmp_path / "rows.csv", [a_row(owner, n) for owner in owners for n in range(4)])
    assert commanded("papers", "import", rows, TABLE_NAME=table)["fates"] == {"stored": 12}
    before = refs_in(table)
    later = {"TABLE_NAME": table, "LATER_HASH_KEYS": "11" * 32}
    assert commanded("papers", "rekey", **later, ROTATING_HASH_KEY="1")["changed"] > 12
    assert commanded("papers", "rekey", **later, ROTATING_HASH_KEY="1") == {"changed": 0}
    assert refs_in(table).isdisjoint(before)
    assert commanded("papers", "import", rows, **later)["fates"] == {"known": 12}


def refs_in(table: str) -> set[str]:
    """Everybody whose items stand in a table."""
    found = boto3.client("dynamodb").scan(TableName=table, ProjectionExpression="PK")["Items"]
    return {item["PK"]["S"] for item in found if item["PK"]["S"].startswith(keys.Prefix.OWNER)}
