"""The doors of the API: where each is declared, and how one is found when somebody first asks for it.

A function that reads files or talks to the portal serves no request, and a request needs the views of one audience
only. So app.py registers addresses (``addresses.py``, written from the declarations by ``make docs``), and the module
behind an address is loaded when it is first asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chalicelib.api.addresses import ADDRESSES

if TYPE_CHECKING:
    from chalice.app import Chalice, Response

Serve = Callable[..., "Response"]  # of the request, and of the values in its path by name


@dataclass(frozen=True, slots=True)
class Door:
    """One address. ``module`` is where its view stands; ``name`` is its own."""

    name: str
    method: str
    path: str
    module: str
    serve: Serve


#: Every door whose module was loaded, by name, in the order of declaration.
DOORS: dict[str, Door] = {}


def door(method: str, path: str, name: str) -> Callable[[Serve], Serve]:
    """Declare what answers at an address. Raises ``ValueError`` for a name that is taken."""

    def declare(serve: Serve) -> Serve:
        if name in DOORS:
            raise ValueError(f"two doors are called {name}")
        DOORS[name] = Door(name, method, path, serve.__module__, serve)
        return serve

    return declare


def load_common() -> None:
    """Load what every request needs, whatever it asks for."""
    import_module("chalicelib.api.http")


def load_all() -> None:
    """Load the views behind every address, for those who must know all of them: the contract and the tests."""
    for module in ADDRESSES:
        import_module(module)


def register(app: "Chalice") -> None:
    """Every address, and what browsers ask beforehand for each; nothing behind them is loaded yet."""
    methods: dict[str, set[str]] = {}
    for module, doors in ADDRESSES.items():
        for name, (method, path) in doors.items():
            _register(app, module, name, method, path)
            methods.setdefault(path, set()).add(method)
    for number, (path, served) in enumerate(methods.items()):
        _register_preflight(app, f"preflight_{number}", path, served)


def _register(app: "Chalice", module: str, name: str, method: str, path: str) -> None:
    def serve(**path_values: str) -> Any:
        if name not in DOORS:
            import_module(module)
        return DOORS[name].serve(app.current_request, **path_values)

    # No content types for Chalice, whose own refusal is no problem document.
    app.route(path, methods=[method], name=name, content_types=[])(serve)


def _register_preflight(app: "Chalice", name: str, path: str, methods: set[str]) -> None:
    def serve(**_: str) -> Any:
        from chalicelib.api.preflights import answer

        return answer(app.current_request, methods)

    app.route(path, methods=["OPTIONS"], name=name, content_types=[])(serve)
