"""MiniStack with a better memory: state is saved every few seconds, and table streams are kept too.

Runs in .venv-emulator, not in ours. MiniStack itself saves only when it is stopped in good order and forgets
stream records, so a killed emulator would lose every dossier and a stopped one every event not yet relayed.
Written against the pinned version (requirements-emulator.txt); tests/local/test_emulator.py holds it to that.
"""

import os
import threading
import time
from typing import Any

from ministack import app as ministack
from ministack.core import persistence
from ministack.services import dynamodb

from local.emulator_past import remember_the_past
from local.emulator_permissions import note_decisions
from local.emulator_serving import serve_fast
from local.emulator_unpacking import unpack_once

SAVE_EVERY_S = float(os.environ.get("SAVE_EVERY_S", "5"))
STREAMS = "stream_records"
KEPT = {"cloudformation", "dynamodb", "kms", "s3", "sqs"}


def save() -> None:
    """Write the state of the services we use; one that is busy at the moment keeps its last file."""
    services = ministack._build_persistence_save_dict()
    persistence.save_all({name: state for name, state in services.items() if name in KEPT})


def save_from_now_on() -> None:
    """Runs beside the server for as long as the process lives."""
    while True:
        time.sleep(SAVE_EVERY_S)
        save()


def save_once_loaded() -> None:
    """Start saving only when the old state is back: an earlier save would put nothing in its place."""
    load = ministack._load_persisted_state

    def load_then_save() -> None:
        load()
        threading.Thread(target=save_from_now_on, daemon=True).start()

    ministack._load_persisted_state = load_then_save


def keep_streams() -> None:
    """Let the records of table streams be saved with the tables and come back with them."""
    table_state, load_tables = dynamodb.get_state, dynamodb.load_persisted_state

    def get_state() -> dict[str, Any]:
        state: dict[str, Any] = table_state()
        return state | {STREAMS: [dynamodb._stream_records, dynamodb._stream_trimmed]}

    def load_persisted_state(data: dict[str, Any]) -> Any:
        records, trimmed = data.pop(STREAMS, ({}, {}))
        dynamodb._stream_records.update(records)
        dynamodb._stream_trimmed.update(trimmed)
        return load_tables(data)

    dynamodb.get_state, dynamodb.load_persisted_state = get_state, load_persisted_state


if __name__ == "__main__":
    keep_streams()
    remember_the_past()
    note_decisions()
    unpack_once()
    serve_fast()
    save_once_loaded()
    ministack.main()
