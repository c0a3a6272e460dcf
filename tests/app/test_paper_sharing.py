"""Papers leave the house only marked, logged and for a while; owners can take everything with them."""

import io
import json
import sys
import zipfile
from datetime import date, timedelta
from urllib.parse import unquote, urlparse

import pypdfium2
import pytest

from chalicelib.adapters import keys
from chalicelib.domain.papers import Change, Decision, Validity
from chalicelib.domain.reliance import PaperChange
from infra import project
from infra.stages import stage_of
from tests.app.test_papers import KIND, held, person
from tests.app.world import AN, OFFICE_MORNING, sqs_event
from tests.factories import a_filed_paper
from tests.pdfs import a_pdf

#: Distributions of requirements-digitize.txt by the names under which they are imported.
LAYER_ALONE = ("pikepdf", "PIL", "PIL.Image", "pyhanko", "pyhanko.sign", "pypdfium2", "tesserocr")
NO_FAILURES = {"batchItemFailures": []}
WISH = {"recipient": "Ngân hàng Ví Dụ", "purpose": "vay vốn", "hours": 2}


@pytest.fixture
def owner(request, world):
    """Somebody with one paper whose bytes are in the store."""
    claims = person(70_000 + sum(request.node.name.encode()) % 9_999)
    data = a_pdf("Giấy khám sức khỏe")
    filed = a_filed_paper(KIND).model_copy(update={"bytes": len(data)})
    (paper,) = held(world, claims, file=filed)
    world.container.blobs.write(paper.key, data, "application/pdf")
    return claims


def asked(world, claims, **headers):
    reply = world.call("POST", f"/v1/papers/{KIND}.01/shares", claims, WISH, **headers)
    assert reply.status == 201, reply.body
    return reply.body


def share(world, claims, **headers):
    """A share whose marked copy has been made."""
    shared = asked(world, claims, **headers)
    assert world.prepare(keys.share(shared["id"])) == NO_FAILURES
    return shared


def opened(world, shared):
    return world.call("GET", urlparse(shared["url"]).path)


def fetched(world, link):
    key = unquote(urlparse(link).path).split("/", 2)[2]
    return world.container.blobs.read(key)


def test_a_shared_paper_is_a_marked_copy_and_the_original_stays_as_it_is(world, owner):
    reply = opened(world, share(world, owner))
    assert (reply.status, reply.body["validity"]) == (200, "in-force")
    copy = pypdfium2.PdfDocument(fetched(world, reply.body["url"]))
    text = copy[0].get_textpage().get_text_range()
    copy.close()
    assert "ngan hang vi du" in text.lower()
    assert "vay von" in text.lower()


def test_every_opening_stands_in_the_owners_log(world, owner):
    shared = share(world, owner)
    opened(world, shared)
    uses = world.call("GET", "/v1/paper-uses", owner).body["items"]
    assert [(use["what"], use["by"]) for use in uses] == [
        ("opened-by-link", "Ngân hàng Ví Dụ"),
        ("shared", owner["HoVaTen"]),
    ]


def test_a_link_ends_with_its_time(world, owner):
    shared = share(world, owner)
    world.set_clock(OFFICE_MORNING + timedelta(hours=2, minutes=1))
    assert opened(world, shared).body["code"] == "share-over"


def test_an_owner_ends_a_link_at_once_and_nobody_else_can(world, owner):
    shared = share(world, owner)
    path = f"/v1/paper-shares/{shared['id']}"
    assert world.call("DELETE", path, AN).body["code"] == "share-over"
    assert opened(world, shared).status == 200
    for _ in range(2):
        assert world.call("DELETE", path, owner).body["ended_at"]
    assert (opened(world, shared).status, opened(world, shared).body["code"]) == (404, "share-over")


def test_a_repeated_request_gives_the_same_link_and_a_new_one_another(world, owner):
    first = share(world, owner, idempotency_key="share-once")
    assert share(world, owner, idempotency_key="share-once")["url"] == first["url"]
    assert share(world, owner)["url"] != first["url"]


def test_a_guessed_link_opens_nothing(world):
    assert world.call("GET", f"/v1/shared-papers/{'0' * 64}").body["code"] == "share-over"


def test_everything_held_on_somebody_comes_as_one_zip_with_a_manifest(world, owner):
    world.call("GET", f"/v1/papers/{KIND}.01/preview", owner)
    draft = world.draft(owner)
    reply = world.call("POST", "/v1/paper-exports", owner)
    assert (reply.status, reply.body["state"], reply.body["papers"]) == (201, "ready", 1), reply.body
    with zipfile.ZipFile(io.BytesIO(fetched(world, reply.body["url"]))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        (paper,) = manifest["papers"]
        assert archive.read(paper["stored_as"]).startswith(b"%PDF")
    assert paper["full_code"] == f"{owner['SoDinhDanh']}.{KIND}.01"
    assert [dossier["id"] for dossier in manifest["dossiers"]] == [draft["id"]]
    assert [use["what"] for use in manifest["uses"]] == ["exported", "previewed"]
    assert [event["kind"] for event in manifest["dossiers"][0]["events"]] == ["draft-opened"]
    assert "owner_ref" not in json.dumps(manifest)
    assert manifest["not_included"]


def test_a_link_that_is_opened_before_its_copy_is_made_says_when_to_come_back(world, owner):
    shared = asked(world, owner)
    early = opened(world, shared)
    assert (early.status, early.body["code"], bool(early.headers["Retry-After"])) == (
        503,
        "copy-in-preparation",
        True,
    )
    assert world.prepare(keys.share(shared["id"])) == NO_FAILURES
    with world.counted() as calls:
        assert opened(world, shared).status == 200
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}


def test_a_marked_copy_is_made_once_however_often_the_message_comes(world, owner):
    shared = asked(world, owner)
    order = {"make": "marked-copy", "pk": keys.share(shared["id"]), "sk": keys.SHARE}
    with world.counted() as calls:
        for _ in range(3):
            assert world.app.handler_map["prepare"](sqs_event(order), None) == NO_FAILURES
    assert calls["PutObject"] == 1
    gone = {**order, "pk": keys.share("0" * 64)}
    assert world.app.handler_map["prepare"](sqs_event(gone), None) == NO_FAILURES


def test_a_share_that_was_ended_gets_no_copy_and_stays_ended(world, owner):
    shared = asked(world, owner)
    before = world.container.paper_shares.get(shared["id"])
    world.call("DELETE", f"/v1/paper-shares/{shared['id']}", owner)
    with world.counted() as calls:
        world.app.handler_map["prepare"](
            sqs_event({"make": "marked-copy", "pk": keys.share(shared["id"]), "sk": keys.SHARE}), None
        )
    assert "PutObject" not in calls
    world.container.paper_shares.copied(before)  # a copy that was made while the owner ended it
    assert opened(world, shared).body["code"] == "share-over"


def test_a_paper_on_which_nothing_can_be_drawn_is_not_shared(world, owner):
    ref = world.container.refs.ref(owner["SoDinhDanh"])
    world.container.blobs.write(
        world.container.papers.get(ref, f"{KIND}.01").key, b"%PDF-1.7 broken", "application/pdf"
    )
    assert opened(world, share(world, owner)).body["code"] == "cannot-be-shared"


def fallen(world, owner, validity, **values):
    """The owner's paper, as a decision of a later day or time itself left it."""
    paper = world.container.papers.get(world.container.refs.ref(owner["SoDinhDanh"]), f"{KIND}.01")
    after = paper.changed(Change.REVOKED, OFFICE_MORNING, validity=validity, **values)
    world.container.papers.change([PaperChange(paper, after)])


@pytest.mark.parametrize(
    ("validity", "code"),
    [(Validity.REVOKED, "shared-paper-revoked"), (Validity.REPLACED, "shared-paper-replaced")],
)
def test_a_link_to_a_paper_that_no_longer_stands_says_so_with_the_day_and_gives_no_copy(
    world, owner, validity, code
):
    shared = share(world, owner)
    assert opened(world, shared).status == 200
    decision = Decision(number="7/QĐ-TH", decided_on=date(2026, 3, 2), reason="sai thông tin")
    fallen(world, owner, validity, decision=decision)
    reply = opened(world, shared)
    assert (reply.status, reply.body["code"], "url" in reply.body) == (410, code, False)
    assert "02/03/2026" in reply.body["detail"]
    assert "7/QĐ-TH" in reply.body["detail"]
    assert "sai thông tin" not in json.dumps(reply.body, ensure_ascii=False)
    uses = world.call("GET", "/v1/paper-uses", owner).body["items"]
    assert [use["what"] for use in uses] == ["opened-by-link", "shared"]
    anew = world.call("POST", f"/v1/papers/{KIND}.01/shares", owner, WISH)
    assert (anew.status, anew.body["code"]) == (410, code)


def test_an_expired_paper_is_shown_and_called_expired(world, owner):
    shared = share(world, owner)
    fallen(world, owner, Validity.IN_FORCE, expires_on=date(2020, 1, 1))
    assert opened(world, shared).body["validity"] == "expired"


@pytest.fixture
def only_what_the_api_carries(monkeypatch):
    """As in the function behind the API: none of the libraries of the reader's layer is there."""
    for name in LAYER_ALONE:
        monkeypatch.setitem(sys.modules, name, None)


def test_what_the_api_does_for_sharing_needs_no_library_of_the_layer(
    world, owner, monkeypatch, only_what_the_api_carries
):
    """Drawing on a paper inside a request worked on every machine but AWS Lambda."""
    shared = asked(world, owner)
    assert opened(world, shared).body["code"] == "copy-in-preparation"
    monkeypatch.undo()
    world.prepare(keys.share(shared["id"]))
    for name in LAYER_ALONE:
        monkeypatch.setitem(sys.modules, name, None)
    assert opened(world, shared).status == 200
    assert world.call("POST", "/v1/paper-exports", owner).status == 201


def test_the_functions_that_draw_sign_and_read_carry_the_layer_and_no_other_does():
    stage = stage_of("zip")
    outputs = {
        name: name for name in ("TableStreamArn", "FilesBucket", "AuditBucket", "AuditKeyArn", "KeyArn")
    }
    outputs |= {"SecretsName": "", "RelayFailuresArn": "", "FieldKeyArn": ""}
    ground = project.Ground("000000000000", outputs, "arn:aws:lambda:layer")
    functions = project.configuration(stage, ground)["stages"]["zip"]["lambda_functions"]
    assert {name for name, said in functions.items() if said.get("layers")} == {"digitize", "prepare"}
