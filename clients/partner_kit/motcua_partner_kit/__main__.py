"""The command: python -m motcua_partner_kit --url … --client … --secret … [--json]."""

import argparse
import json
import os
import sys
import time
from datetime import datetime, timedelta, timezone
from typing import TextIO
from urllib.parse import urlsplit

from motcua_partner_kit.api import Api, Unreachable
from motcua_partner_kit.checks import CHECKS
from motcua_partner_kit.run import Failed, Run

VIETNAM = timezone(timedelta(hours=7))
GOOD, BROKEN, NO_ANSWER = 0, 1, 2
#: The first two find token, unit and procedure; the last takes back what the others told.
ALWAYS = (*CHECKS[:2], CHECKS[-1])


def main(arguments: list[str], out: TextIO = sys.stdout) -> int:
    """0 if every check holds, 1 if one does not, 2 if nothing answers."""
    options = _options(arguments)
    api = Api(options.url, options.token_url or _local_token_url(options.url), options.client, options.secret)
    run = Run(api, options.day, unit=options.unit, procedure=options.procedure)
    results, worst = [], GOOD
    chosen = [each for each in CHECKS if options.only in each[0] or each in ALWAYS]
    for sentence, check in chosen:
        began = time.monotonic()
        try:
            ok, detail = True, check(run)
        except Failed as failure:
            ok, detail, worst = False, str(failure), max(worst, BROKEN)
        except (Unreachable, KeyError, TypeError, ValueError) as problem:
            ok, detail, worst = False, f"{type(problem).__name__}: {problem}", NO_ANSWER
        ms = round((time.monotonic() - began) * 1000)
        results.append({"check": sentence, "ok": ok, "detail": detail, "ms": ms})
        if not options.json:
            _say(out, f"{'✓' if ok else '✗'}  {sentence:<72} {ms:>6} ms  {detail}".rstrip())
        if worst == NO_ANSWER:
            break
    good = sum(bool(each["ok"]) for each in results)
    if options.json:
        told = {"ok": worst == GOOD, "url": options.url, "unit": run.unit, "procedure": run.procedure}
        _say(out, json.dumps({**told, "checks": results}, ensure_ascii=False, indent=2))
    else:
        _say(out, f"{good} of {len(chosen)} hold for {options.client} at {options.url}")
    return worst


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motcua_partner_kit", description=__doc__)
    parser.add_argument("--url", required=True, help="where the API is, e.g. https://api.example.vn")
    parser.add_argument("--token-url", default="", help="where client credentials become a token")
    parser.add_argument("--client", required=True, help="the client id of your system")
    parser.add_argument(
        "--secret", default=os.environ.get("MOTCUA_PARTNER_SECRET", ""), help="or in MOTCUA_PARTNER_SECRET"
    )
    parser.add_argument("--unit", default="", help="a unit of yours; without it the first one of the token")
    parser.add_argument("--procedure", default="", help="a national code on which the unit decides")
    parser.add_argument(
        "--day",
        type=_morning,
        default=None,
        help="when the test dossiers were filed: a working day, not too old",
    )
    parser.add_argument("--only", default="", help="only checks whose sentence has these words")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args(arguments)
    options.day = options.day or _morning(str((datetime.now(VIETNAM) - timedelta(days=7)).date()))
    return options


def _morning(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=9, tzinfo=VIETNAM)


def _local_token_url(url: str) -> str:
    """The machine of `make run` has its identity provider on the next port; elsewhere it must be said."""
    parts = urlsplit(url)
    if parts.hostname not in {"127.0.0.1", "localhost"} or parts.port is None:
        sys.exit("Say where tokens are given: --token-url https://…")
    return f"{parts.scheme}://{parts.hostname}:{parts.port + 1}/machines/token"


def _say(out: TextIO, line: str) -> None:
    out.write(line + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
