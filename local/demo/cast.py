"""Whom the papers of a sample are about: its owner as local/personas.yaml knows them, among invented others."""

from dataclasses import replace
from datetime import datetime

from local.demo.story import BEGIN, Sample
from local.identity.personas import personas
from local.papers.facts import Facts, invent_facts
from local.papers.persons import PROVINCES, Organisation, Person


def cast_of(sample: Sample) -> Facts:
    """The facts that run through all papers of a sample; the same for every run."""
    facts = invent_facts(sum(sample.key.encode()), day=BEGIN.date())
    claims = _claims_of_owner(sample)
    if "SoDinhDanh" in claims:
        return replace(facts, person=_person(claims, facts.person))
    return replace(facts, organisation=_organisation(claims, facts.organisation))


def _claims_of_owner(sample: Sample) -> dict[str, str]:
    """At a counter the owner is somebody else than the officer who files."""
    wanted = (sample.owner or {}).get("number")
    for persona in personas().values():
        if persona.key == sample.persona if wanted is None else persona.claims.get("SoDinhDanh") == wanted:
            return dict(persona.claims)
    raise LookupError(f"nobody in local/personas.yaml owns the sample {sample.key!r}")


def _person(claims: dict[str, str], like: Person) -> Person:
    number = claims["SoDinhDanh"]
    born = datetime.strptime(claims["NgayThangNamSinh"], "%Y%m%d").date()  # noqa: DTZ007 - a day
    return replace(
        like,
        name=claims["HoVaTen"],
        sex=claims["GioiTinh"],
        birth_date=born,
        personal_number=number,
        province=PROVINCES[number[:3]],
    )


def _organisation(claims: dict[str, str], like: Organisation) -> Organisation:
    return replace(like, name=claims["TenDoanhNghiep"], tax_code=claims["MaSoThue"])
