"""The lasting addresses under which the national portal fetches files."""

from urllib.parse import urlsplit

from tests.app.world import AN


def sealed(world, file, dossier_id):
    return urlsplit(world.container.file_links.link(dossier_id, file["component"], file["file_id"])).path


def test_a_sealed_address_leads_to_the_bytes(world):
    draft = world.draft(AN)
    file = world.upload(draft["id"], draft["components"][0]["code"])
    reply = world.call("GET", sealed(world, file, draft["id"]))
    assert reply.status == 302
    assert file["file_id"] in reply.headers["Location"]


def test_a_seal_opens_no_other_file(world):
    draft = world.draft(AN)
    first, second = (world.upload(draft["id"], component["code"]) for component in draft["components"][:2])
    seal = sealed(world, first, draft["id"]).rsplit("/", 1)[1]
    path = sealed(world, second, draft["id"]).rsplit("/", 1)[0]
    assert world.call("GET", f"{path}/{seal}").status == 404
    assert world.call("GET", f"{path}/{'0' * 32}").status == 404
