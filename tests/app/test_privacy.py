"""After a whole life, with its mistakes: no person stands in a log line or in a key."""

import json
import logging
import zlib

import pytest

from chalicelib.digitization.folding import fold
from chalicelib.observability import logger
from tests.app.world import AN, BINH, PROCEDURE, UNIT, officer, sqs_event
from tests.pdfs import a_pdf

PHONE, EMAIL, ADDRESS = "0912345678", "thu.an@example.vn", "12 phố Mẫu, Hà Nội"
SECRETS = (
    AN["SoDinhDanh"], AN["HoVaTen"], BINH["SoDinhDanh"], BINH["HoVaTen"], PHONE, EMAIL, ADDRESS, "Trần Thị Mẫu Cúc",
)  # fmt: skip


class Lines(logging.Handler):
    """Every line as it would be written, by our formatter, and everything that hangs on the record besides."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        attached = {name: str(value) for name, value in vars(record).items()}
        self.lines.append(json.dumps(attached, ensure_ascii=False) + record.getMessage())
        if record.name == logger().name:
            self.lines.append(logger().registered_formatter.format(record))


@pytest.fixture(scope="module")
def traces(world):
    """What is left in logs and table by dossiers that live through everything, refusals and faults included."""
    handler = Lines()
    listening = [logging.getLogger(), logging.getLogger(logger().name)]
    for one in listening:
        one.addHandler(handler)
    try:
        ids = [live(world, AN), live(world, officer("reception"))]
        fail(world, ids[0])
    finally:
        for one in listening:
            one.removeHandler(handler)
    return handler.lines, scanned(world.container.dynamodb, world.container.settings.table)


def scanned(client, table):
    pages = client.get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


def live(world, filer) -> str:
    owner = {
        "number": BINH["SoDinhDanh"],
        "name": BINH["HoVaTen"],
        "phone": PHONE,
        "email": EMAIL,
        "address": ADDRESS,
    }
    draft = world.ready_draft(
        filer, owner=owner, presented_by="Trần Thị Mẫu Cúc", summary=f"Của {BINH['HoVaTen']}"
    )
    paper = a_pdf(f"Họ và tên: {AN['HoVaTen']}\nSố định danh: {AN['SoDinhDanh']}\nĐiện thoại: {PHONE}")
    world.upload(draft["id"], draft["components"][0]["code"], filer, paper)
    world.call("POST", f"/v1/dossiers/{draft['id']}/submit", filer, idempotency_key=f"privacy-{draft['id']}")
    if filer is AN:
        world.order(draft, "receive", "reception")
    reason = f"Đề nghị {BINH['HoVaTen']} ({PHONE}) nộp lại"
    world.order(draft, "request-supplement", "reception", reason=reason)
    world.put_ready(draft["id"], draft["components"][0]["code"])
    world.call("POST", f"/v1/dossiers/{draft['id']}/supplement", filer, {})
    world.order(draft, "start-processing", "specialist")
    (result,) = world.put_ready(draft["id"], "RESULT")
    decision = {"result_file": result, "result_number": "12/QĐ", "result_issued_on": "2026-10-05"}
    assert world.order(draft, "decide", "leader", **decision).status == 200
    assert world.order(draft, "return", "clerk").body["state"] == "returned"
    world.app.handler_map["archive"](sqs_event({"dossier_id": draft["id"], "seq": 9}), None)
    for path in ("", "/receipt", "/events", "/result"):
        assert world.call("GET", f"/v1/dossiers/{draft['id']}{path}", BINH).status == 200
    return draft["id"]


def fail(world, dossier_id: str) -> None:
    """Every kind of refusal that has a person in what was sent."""
    wish = {
        "procedure": PROCEDURE,
        "unit": UNIT,
        "owner": {"number": BINH["SoDinhDanh"] + "7", "name": BINH["HoVaTen"]},
    }
    assert world.call("POST", "/v1/dossiers", AN, wish).status == 422
    assert world.call("POST", "/v1/dossiers", AN, {**wish, BINH["HoVaTen"]: PHONE}).status == 422
    assert world.call("GET", f"/v1/tracking/{BINH['SoDinhDanh']}").status == 404
    assert world.call("GET", f"/v1/dossiers/{BINH['SoDinhDanh']}", AN).status == 404
    assert world.call("GET", f"/v1/dossiers?cursor={PHONE}", AN).status == 400
    assert world.call("POST", f"/v1/dossiers/{dossier_id}/withdrawal", AN, {"reason": ADDRESS}).status == 409
    assert world.app.handler_map["archive"](sqs_event({"dossier_id": AN["SoDinhDanh"][:0], "seq": 1}), None)


def test_something_was_logged_and_stored(traces):
    lines, items = traces
    assert len(lines) > 40
    assert any('"event":"FILE_READ"' in line.replace(" ", "") for line in lines)
    assert any('"event":"API_REFUSED"' in line.replace(" ", "") for line in lines)
    bodies = json.dumps([item.get("body", {}) for item in items], ensure_ascii=False)
    assert all(secret in bodies for secret in SECRETS), "the search must be able to find what it looks for"


@pytest.mark.parametrize("secret", SECRETS)
def test_no_person_stands_in_a_log_line(traces, secret):
    spelled = (secret, json.dumps(secret)[1:-1])
    assert [line for line in traces[0] if any(spelling in line for spelling in spelled)] == []


@pytest.mark.parametrize("secret", SECRETS)
def test_no_person_stands_in_a_key_of_the_table_or_of_an_index(traces, secret):
    keyed = [
        value["S"]
        for item in traces[1]
        for name, value in item.items()
        if name in {"PK", "SK"} or name.startswith("GSI")
    ]
    assert len(keyed) > 40
    assert [key for key in keyed if secret in key] == []


def texts_in(value) -> list[str]:
    """Every text in an attribute, however deep; bytes as far as they are text, packed ones unpacked."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_in(part)]
    if isinstance(value, list | set | tuple):
        return [text for part in value for text in texts_in(part)]
    if isinstance(value, bytes):
        if value[:1] == b"\x78":
            value = zlib.decompress(value)
        return [value.decode("utf-8", "replace")]
    return [str(value)]


def spellings(secret: str) -> set[str]:
    return {secret, json.dumps(secret)[1:-1], fold(secret), secret.replace(" ", "")}


@pytest.mark.parametrize("kind", ["table", "once_table"])
def test_no_person_stands_in_any_attribute_of_any_item_as_it_is_stored(world, traces, kind):
    items = scanned(world.container.table_client(), getattr(world.container.settings, kind))
    told = {name for item in items for name in item}
    assert "body" in told
    wanted = {spelling for secret in SECRETS for spelling in spellings(secret)}
    for item in items:
        for text in texts_in(item):
            assert [secret for secret in wanted if secret in text] == [], (item.get("PK"), item.get("SK"))


def test_no_person_stands_in_what_was_read_of_a_paper(world, traces):
    client, bucket = world.container.s3, world.container.settings.files_bucket
    listed = [
        page
        for prefix in ("read/", "pages/")
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    ]
    names = [entry["Key"] for page in listed for entry in page.get("Contents", ())]
    readings = [name for name in names if name.endswith(".json")]
    assert readings
    wanted = {spelling for secret in SECRETS for spelling in spellings(secret)}
    for name in readings:
        stored = client.get_object(Bucket=bucket, Key=name)["Body"].read()
        assert [secret for secret in wanted if secret.encode() in stored] == []
    assert any(AN["SoDinhDanh"].encode() in world.container.blobs.read(name) for name in readings)


def test_no_person_stands_in_the_name_of_an_object(world, traces):
    listed = world.container.s3.list_objects_v2(Bucket=world.container.settings.files_bucket)
    names = [found["Key"] for found in listed["Contents"]]
    assert names
    assert [name for name in names if any(secret in name for secret in SECRETS)] == []


def test_no_person_stands_in_the_key_of_a_repeated_request(world, traces):
    pages = world.container.dynamodb.get_paginator("scan").paginate(
        TableName=world.container.settings.once_table
    )
    ids = [item["id"]["S"] for page in pages for item in page["Items"]]
    assert ids
    assert [id_ for id_ in ids if any(secret in id_ for secret in SECRETS)] == []
