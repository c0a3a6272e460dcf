"""Papers leave the house only marked, logged and for a while; owners can take everything with them."""

import io
import json
import zipfile
from datetime import timedelta
from urllib.parse import unquote, urlparse

import pypdfium2
import pytest

from tests.app.test_papers import KIND, held, person
from tests.app.world import AN, OFFICE_MORNING
from tests.factories import a_filed_paper
from tests.pdfs import a_pdf

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


def share(world, claims, **headers):
    reply = world.call("POST", f"/v1/papers/{KIND}.01/shares", claims, WISH, **headers)
    assert reply.status == 201, reply.body
    return reply.body


def opened(world, shared):
    return world.call("GET", urlparse(shared["url"]).path)


def fetched(world, link):
    key = unquote(urlparse(link).path).split("/", 2)[2]
    return world.container.blobs.read(key)


def test_a_shared_paper_is_a_marked_copy_and_the_original_stays_as_it_is(world, owner):
    reply = opened(world, share(world, owner))
    assert reply.status == 200
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
    assert share(world, owner, idempotency_key="share-once") == first
    assert share(world, owner)["url"] != first["url"]


def test_a_guessed_link_opens_nothing(world):
    assert world.call("GET", f"/v1/shared-papers/{'0' * 64}").body["code"] == "share-over"


def test_everything_held_on_somebody_comes_as_one_zip_with_a_manifest(world, owner):
    world.call("GET", f"/v1/papers/{KIND}.01/preview", owner)
    draft = world.draft(owner)
    reply = world.call("POST", "/v1/paper-exports", owner)
    assert reply.status == 201, reply.body
    with zipfile.ZipFile(io.BytesIO(fetched(world, reply.body["url"]))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        (paper,) = manifest["papers"]
        assert archive.read(paper["stored_as"]).startswith(b"%PDF")
    assert paper["full_code"] == f"{owner['SoDinhDanh']}.{KIND}.01"
    assert [dossier["id"] for dossier in manifest["dossiers"]] == [draft["id"]]
    assert [use["what"] for use in manifest["uses"]] == ["exported", "previewed"]
    assert "owner_ref" not in json.dumps(manifest)
