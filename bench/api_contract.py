"""Every operation of the API against its own contract, by generated requests with all of schemathesis's checks."""

import logging
from collections.abc import Iterator

from bench.harness import Figure, Watch, benchmark, figure

CASES = 120


@benchmark("api_contract")
def api_contract(watch: Watch) -> Iterator[Figure]:
    """At least three thousand requests; the first broken check ends the run."""
    import tests.conftest  # noqa: F401 - the environment of a stage of its own, before app.py is imported
    from tests.app.contract_cases import AWAY, Contract
    from tests.app.world import an_open_world

    logging.disable(logging.INFO)
    with an_open_world() as world:
        contract = Contract(world)
        operations = contract.operations()
        for operation in watch.track(operations, len(operations), "operations"):
            contract.try_one(operation, CASES)
        tally = contract.tally
        how = f"{len(operations)} operations, valid and broken requests by halves, all checks"
        faults = sum(count for status, count in tally.statuses.items() if status >= 500 and status != AWAY[0])
        yield figure(
            "generated requests that kept the contract", tally.requests, "requests", how, at_least=3000
        )
        yield figure("answers 5xx", faults, "answers", how, at_most=0)
        away = tally.statuses[AWAY[0]]
        yield figure("answers 503: no portal in this world", away, "answers", how)
    logging.disable(logging.NOTSET)
