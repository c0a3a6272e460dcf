"""Whom the papers of a sample are about: its owner as local/personas.yaml knows them, among invented others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from local.demo.story import BEGIN, Sample
from local.identity.personas import Persona, personas
from local.papers.facts import Facts, invent_facts
from local.papers.persons import PROVINCES, Organisation, Person


def cast_of(sample: Sample) -> Facts:
    """The facts that run through all papers of a sample; the same for every run."""
    facts = invent_facts(sum(sample.key.encode()), day=BEGIN.date())
    claims = owner_of(sample).claims
    if "SoDinhDanh" in claims:
        return replace(facts, person=_person(claims, facts.person))
    return replace(facts, organisation=_organisation(claims, facts.organisation))


def owner_of(sample: Sample) -> Persona:
    """Who owns the dossier: at a counter somebody else than the officer who files."""
    if sample.owner is None:
        return personas()[sample.persona]
    number = sample.owner["number"]
    return next(persona for persona in personas().values() if persona.claims.get("SoDinhDanh") == number)


def _person(claims: Mapping[str, Any], like: Person) -> Person:
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


def _organisation(claims: Mapping[str, Any], like: Organisation) -> Organisation:
    return replace(like, name=claims["TenDoanhNghiep"], tax_code=claims["MaSoThue"])
