"""File a dossier: python file_a_dossier.py API TOKEN PROCEDURE UNIT COMPONENT=FILE ..."""

import sys
from pathlib import Path

from motcua_client import Client, Problem


def main(api: str, token: str, procedure: str, unit: str, *papers: str) -> int:
    """Open a draft, hand in the papers, wait until they are read, file. Prints the dossier's number."""
    client = Client(api, lambda: token)
    try:
        draft = client.open_draft(procedure, unit)
        for paper in papers:
            component, _, file = paper.partition("=")
            client.upload(draft["id"], component, Path(file))
        dossier = client.when_read(draft["id"])
        for each in dossier["files"]:
            print(each["name"], each["state"], each["reason_vi"])  # noqa: T201
        filed = client.submit(draft["id"], dossier["version"])
    except Problem as problem:
        print(problem.told.get("detail_vi", problem))  # noqa: T201
        return 1
    print(filed["number"])  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
