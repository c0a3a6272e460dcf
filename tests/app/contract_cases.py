"""Thousands of generated requests against the whole contract: every operation, by valid and by broken data.

Requests go through the local gateway, without a socket. Many name a dossier that exists, and each comes from one of
several callers, so that the answers behind authorisation are compared with the contract too.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from chalice.config import Config
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from local.gateway import Gateway
from tests.app.world import AN, BINH, UNIT, World, officer

#: A rule of the domain may refuse a request of the right shape: no such procedure, changed meanwhile, cursor forged.
REFUSALS_OF_RULES = ["2xx", "400", "401", "403", "404", "409", "412", "422", "503"]
#: No national portal stands in this world: that it is away is said by this problem, as the contract tells.
AWAY = 503, "source-not-answering"
MACHINE = {"sub": "machine", "scope": "dossier.read webhook.keep partner.push", "units": [UNIT]}
OFFICERS = (officer("reception"), officer("specialist"), officer("leader"))
CALLERS = (AN, AN, BINH, *OFFICERS, MACHINE, None)


@dataclass
class Tally:
    """How many requests were made, by operation and by answered status."""

    operations: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def requests(self) -> int:
        """All of them."""
        return self.operations.total()


@dataclass
class Contract:
    """The API as it describes itself, dossiers to ask about and callers who ask."""

    world: World
    seed: int = 1
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._gateway = Gateway(self.world.app, Config.create(chalice_stage="test"))
        self._api = schemathesis.openapi.from_wsgi("/openapi.json", self._serve)
        self._api.config.checks.positive_data_acceptance.expected_statuses = REFUSALS_OF_RULES
        self._tokens = [self.world.token(who) if who else "" for who in CALLERS]
        self._ids = [self.world.draft()["id"], self.world.filed()["id"], self.world.processing()["id"]]
        wish = {"name": "x", "url": "https://x.example/", "types": ["dossier.decided"], "units": [UNIT]}
        self._webhook = self.world.call("POST", "/v1/webhooks", MACHINE, wish).body["id"]

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Any:
        """As waitress would: the address with its query, which the test client leaves out."""
        query = environ.get("QUERY_STRING", "")
        target = environ["REQUEST_URI"] + ("?" + query if query else "")
        return self._gateway({**environ, "REQUEST_URI": target}, start_response)

    def operations(self) -> list[Any]:
        """Every operation of the contract."""
        found = list(self._api.get_all_operations())
        assert all(isinstance(each, Ok) for each in found), found
        return [each.ok() for each in found if isinstance(each, Ok)]

    def try_one(self, operation: Any, cases: int) -> None:
        """Half with valid, half with broken data; raises what schemathesis finds, all its checks being on."""
        for mode in GenerationMode:
            self._try(operation, mode, cases // 2)

    def try_all(self, cases: int) -> Iterator[Tally]:
        """So many for each operation; yields after each."""
        for operation in self.operations():
            self.try_one(operation, cases)
            yield self.tally

    def _try(self, operation: Any, mode: GenerationMode, cases: int) -> None:
        known = st.none() | st.sampled_from(self._ids)

        @seed(self.seed)
        @settings(
            max_examples=cases,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=operation.as_strategy(generation_mode=mode), token=st.sampled_from(self._tokens), known=known
        )
        def attempt(case: Any, token: str, known: str | None) -> None:
            if known and mode is GenerationMode.POSITIVE:
                there = {"dossier_id": known, "webhook_id": self._webhook}
                case.path_parameters = {**(case.path_parameters or {}), **_named(case, there)}
            headers = {"Authorization": f"Bearer {token}"} if token and not _breaks_headers(case) else {}
            answer = case.call(headers=headers)
            is_away = answer.status_code == AWAY[0] and answer.json()["code"] == AWAY[1]
            excluded = [not_a_server_error] if is_away else []
            case.validate_response(answer, headers=headers, excluded_checks=excluded)
            self.tally.operations[operation.label] += 1
            self.tally.statuses[answer.status_code] += 1

        try:
            attempt()
        except Unsatisfiable:
            assert not operation.query
            assert not operation.body  # what takes nothing cannot be given anything wrong


def _named(case: Any, there: dict[str, str]) -> dict[str, str]:
    """What the path of a case names of that."""
    return {name: value for name, value in there.items() if name in (case.path_parameters or {})}


def _breaks_headers(case: Any) -> bool:
    """Whether the headers are what is wrong with the case, so that they must be sent as they are."""
    found = case.meta.components.get(ParameterLocation.HEADER)
    return found is not None and found.mode is GenerationMode.NEGATIVE
