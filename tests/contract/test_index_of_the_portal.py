"""Our mirror of the index against the simulator's own index, which was written apart, over the same told dossiers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from chalicelib.application.mirror_index import MirrorIndex
from chalicelib.domain.calendar import local
from local.portal.config import Config
from local.portal.index.compute import index
from local.portal.portal import Portal
from tests.contract.portal_simulator import PROCEDURE, world_of
from tests.fakes_catalogue import InMemoryCatalogue
from tests.sync.lives import START, born, wander
from tests.sync.world import Watch

#: The simulator's names of the indicators that follow from dossiers alone.
SAME = {
    "DOSSIER_ON_TIME": "dossier-on-time",
    "DOSSIERS_ONLINE": "dossier-online",
    "ORIGINAL_RESULT_AVAILABLE": "result-available",
    "DIGITIZED_ON_SOLVING": "papers-digitized",
    "REUSED_DIGITIZED_DATA": "papers-reused",
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": "in-national-repository",
    "POPULATION_PROCEDURES": "population-procedures",
    "POPULATION_DOSSIERS": "population-data",
}
DAYS = 120


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path, Config(catalogue=str(tmp_path / "no-catalogue")))
    portal.clock.tell(START + timedelta(days=400), frozen=True)
    portal.catalogue.tell("procedure", [PROCEDURE])
    yield portal
    portal.store.close()


@pytest.mark.parametrize("seed", range(2))
def test_both_find_the_same_of_the_same_dossiers(portal, seed):
    world, luck = world_of(portal), Random(seed)
    lives = [world.add(born(n, submitter_verified=luck.random() < 0.5)) for n in range(30)]
    for _ in range(9):
        for life in lives:
            world.watch.pass_by(hours=luck.choice((1, 5, 30)))
            wander(life, luck, world.watch.now())
        world.sync([life.head.id for life in lives])
    first = local(START).date()
    last = first + timedelta(days=DAYS)
    later = Watch()
    later.pass_by(days=400)
    ours = MirrorIndex(world, world, world.sync.house, InMemoryCatalogue([]), later)("G18.01", first, last)
    received = next(score.of for score in ours.there if score.code == "dossier-synced")
    portal.store.put("fact", "reported", {"periods": {f"{first}/{last}": received}})
    theirs = index(portal, first, last, unit="G18.01")
    there = {score.code: (score.good, score.of, score.score) for score in ours.there}
    for group in theirs["groups"]:
        for told in group["indicators"]:
            if told["key"] in SAME:
                shown = (told["numerator"], told["denominator"], told["score"] or 0.0)
                assert there[SAME[told["key"]]] == shown, told["key"]
