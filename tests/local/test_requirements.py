"""What ``make run`` installs holds all that the machine imports; what tests need besides would hide a gap. And what
every function carries is imported by some.
"""

import ast
import re
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: In an environment of its own, and what is only imported beside a plot.
ELSEWHERE = {"ministack", "matplotlib"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file: str) -> set[str]:
    names = set()
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            names |= pinned(line[3:].strip())
        elif name := re.match(r"[A-Za-z][\w.-]*", line):
            names.add(canonical(name[0]))
    return names


def with_what_they_need(names: set[str]) -> set[str]:
    """What is meant for other systems or Pythons is not there, and needs nothing."""
    found, waiting = set(), list(names)
    while waiting:
        if (name := waiting.pop()) in found:
            continue
        try:
            needs = requires(name) or []
        except PackageNotFoundError:
            continue
        found.add(name)
        waiting += [
            canonical(re.match(r"[A-Za-z][\w.-]*", need)[0]) for need in needs if "extra ==" not in need
        ]
    return found


def imported(folder: str = "local") -> set[str]:
    modules = set()
    for path in (ROOT / folder).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        ]
        apart = {id(each) for node in told for each in ast.walk(node)}
        for node in ast.walk(tree):
            if id(node) in apart:
                continue
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.split(".")[0])
    return modules


def test_make_run_installs_all_that_the_local_machine_imports():
    held = with_what_they_need(pinned("requirements-local.txt"))
    made_by = packages_distributions()
    strangers = {module: set(map(canonical, made_by[module])) for module in imported() & made_by.keys()}
    assert "werkzeug" in strangers
    assert {module for module, makers in strangers.items() if not makers & held} - ELSEWHERE == set()


def test_every_runtime_pin_is_imported_by_what_is_deployed():
    made_by = packages_distributions()
    used = {
        canonical(maker) for module in imported("chalicelib") & made_by.keys() for maker in made_by[module]
    }
    assert pinned("requirements.txt") | pinned("requirements-digitize.txt") <= used
