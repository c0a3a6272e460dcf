"""The sample dossiers on a whole machine, as ``make run`` tells of them."""

import json
import re

import pytest

from local.demo.story import STORY
from local.identity.personas import personas

pytestmark = pytest.mark.e2e


def test_the_portal_confirms_every_claim(machine):
    printed = "".join(machine.printed)
    assert f"{len(STORY)} dossiers in" in printed
    assert "0 claims broken" in printed, printed
    assert "does not hold" not in printed


def test_the_portal_has_a_partners_dossier_as_its_system_keeps_it(machine):
    printed = " ".join("".join(machine.printed).split())
    assert "H26-261007-0001 at the portal: 1 2 4 7 8; owed: nothing ✓" in printed


def test_the_story_has_what_was_asked_for():
    ends = [sample.ends for sample in STORY]
    assert len(STORY) >= 8
    assert ends.count("returned") >= 5
    assert {"refused", "stopped"} <= set(ends)
    assert any(sample.late for sample in STORY)
    assert any(sample.owner for sample in STORY)
    assert sum(step.what == "supplement" for sample in STORY for step in sample.steps) == 1


def test_no_person_stands_in_any_log_line(machine):
    lines = "".join(log.read_text(errors="replace") for log in (machine.place.data / "logs").glob("*.log"))
    found = [word for word in personal_words() if word in lines]
    assert lines
    assert found == []


def test_no_person_stands_in_any_key_of_the_table(machine):
    keys = list(all_keys(machine))
    assert len(keys) > 1000
    text = "\n".join(keys)
    assert [word for word in personal_words() if word in text] == []


def personal_words():
    """Numbers, names and phones of everybody who takes part in the story."""
    for persona in personas().values():
        for claim in (
            "SoDinhDanh",
            "MaSoThue",
            "HoVaTen",
            "TenDoanhNghiep",
            "SoDienThoai",
            "ThuDienTu",
            "name",
        ):
            if value := persona.claims.get(claim):
                yield value
                yield json.dumps(value).strip('"')


def all_keys(machine):
    """Every key attribute of every item, the indexes' included."""
    import boto3

    client = boto3.client(
        "dynamodb",
        endpoint_url=f"http://127.0.0.1:{machine.place.ports.emulator}",
        region_name="ap-southeast-1",
    )
    for page in client.get_paginator("scan").paginate(TableName="motcua-local"):
        for item in page["Items"]:
            yield from (value["S"] for name, value in item.items() if re.fullmatch(r"PK|SK|GSI\d[PS]K", name))
