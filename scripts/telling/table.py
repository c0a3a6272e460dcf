"""docs/table.md: the items of the one table, its indexes, and every question the code asks of it."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

from scripts.telling import template
from scripts.telling.markdown import code, first_paragraph, marked, page, rows


def table() -> str:
    """Items from the docstring of adapters/keys.py, indexes from the template, questions from ports and adapters."""
    from chalicelib.adapters import keys

    return page(
        "The one table",
        "chalicelib/adapters, chalicelib/domain/ports*.py and infra/state.yaml",
        "`motcua-<stage>`. `<ref>` is a keyed hash of a personal number: the number itself stands in no key.",
        "## Items",
        rows(["item", "PK", "SK", "index"], _items(keys.__doc__ or "")),
        marked((keys.__doc__ or "").strip().rsplit("\n\n", 1)[1]),
        "## Parts of keys",
        rows(["function of `keys`", "key"], _parts()),
        "## Indexes",
        rows(["index", "partition", "order", "holds"], _indexes()),
        "## What is encrypted",
        "Attributes that hold personal data are stored as envelopes (chalicelib/adapters/cipher.py), bound to the key"
        " of their item and to their name. [0022](decisions/0022-personal-data-under-data-keys.md) says why.",
        rows(["attribute", "what of persons is in it"], _encrypted()),
        "These kinds of item say nothing about any person and stay in clear:",
        rows(["partition", "why"], _public()),
        "## Questions and writes",
        "Each port says what a method answers, its adapter what it costs.",
        *(part for port, adapter in _pairs() for part in _questions(port, adapter)),
        "## The other table",
        "`motcua-<stage>-once`: requests already carried out, by caller and `Idempotency-Key`, written in the same"
        " transaction as what the request changed. Its items expire by `expires_at`.",
    )


def _items(docstring: str) -> Iterator[tuple[str, ...]]:
    """Cut the table of the docstring at the columns of its header. A sort key may run over the last column."""
    header, *lines = docstring.split("\n\n")[1].splitlines()
    pk, sk, index = (header.index(name) for name in ("PK", "SK", "index"))
    for line in lines:
        runs_over = line[index - 1 : index].strip() != ""
        last = "-" if runs_over else line[index:].strip()
        keys = line[pk:sk].strip(), (line[sk:] if runs_over else line[sk:index]).strip()
        yield line[:pk].strip(), *map(code, keys), last


def _encrypted() -> Iterator[tuple[str, str]]:
    from chalicelib.adapters.encrypted_items import ENCRYPTED

    return ((code(name), what) for name, (_, what) in ENCRYPTED.items())


def _public() -> Iterator[tuple[str, str]]:
    from chalicelib.adapters.encrypted_items import PUBLIC

    return ((code(name), why) for name, why in PUBLIC.items())


def _parts() -> Iterator[tuple[str, str]]:
    from chalicelib.adapters import keys, keys_of_people

    for module in (keys, keys_of_people):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield code(name), first_paragraph(function)


def _indexes() -> Iterator[tuple[object, ...]]:
    from chalicelib.adapters.keys import Index

    declared = {
        index["IndexName"]: index for index in template.resources()["Table"]["GlobalSecondaryIndexes"]
    }
    assert set(declared) == set(Index), "infra/state.yaml and adapters/keys.py name different indexes"
    for name, index in declared.items():
        partition, order = (key["AttributeName"] for key in index["KeySchema"])
        yield (
            code(name),
            code(partition),
            code(order),
            index["Projection"]["ProjectionType"].lower().replace("_", " "),
        )


def _pairs() -> Iterator[tuple[type[Any], type[Any]]]:
    """Each port with its adapter on the table; the adapter's docstring names the port: ``ports.Dossiers``."""
    import chalicelib.adapters

    for found in pkgutil.iter_modules(chalicelib.adapters.__path__, "chalicelib.adapters."):
        module = importlib.import_module(found.name)
        for name, adapter in inspect.getmembers(module, inspect.isclass):
            if adapter.__module__ == module.__name__ and name.startswith("Dynamo"):
                named = re.search(r"``(ports\w*)\.(\w+)``", adapter.__doc__ or "")
                assert named, f"{name} does not name the port that it implements"
                yield getattr(importlib.import_module(f"chalicelib.domain.{named[1]}"), named[2]), adapter


def _questions(port: type[Any], adapter: type[Any]) -> Iterator[str]:
    yield f"### {port.__name__}: {first_paragraph(port)}"
    asked = [
        name for name, method in vars(port).items() if inspect.isfunction(method) and not name.startswith("_")
    ]
    yield rows(
        ["method", "what it answers or does", "how, in AWS calls"],
        (
            (code(name), first_paragraph(getattr(port, name)), first_paragraph(getattr(adapter, name)))
            for name in asked
        ),
    )
