"""Tell chalicelib/api/addresses.py: every address that the modules of the API declare."""

import importlib
import pkgutil

HEAD = '''"""Every address of the API, by the module that answers it; `make docs` writes it from the declarations."""

#: Module -> name of the door -> method and path.
ADDRESSES: dict[str, dict[str, tuple[str, str]]] = {
'''


def addresses() -> str:
    """Modules by name, doors in the order of their declaration."""
    import chalicelib.api
    from chalicelib.api.doors import DOORS

    for found in pkgutil.iter_modules(chalicelib.api.__path__, "chalicelib.api."):
        importlib.import_module(found.name)
    lines = [HEAD]
    for module in sorted({door.module for door in DOORS.values()}):
        lines.append(f'    "{module}": {{\n')
        lines += [
            f'        "{door.name}": ("{door.method}", "{door.path}"),\n'
            for door in DOORS.values()
            if door.module == module
        ]
        lines.append("    },\n")
    return "".join([*lines, "}\n"])
