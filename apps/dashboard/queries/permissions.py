"""The one table of who may do what, gathered from the `permissions.py` of every app."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import AppConfig, apps
from django.urls import URLPattern, URLResolver, get_resolver

from apps.units.enums import Relation, Role
from apps.units.permissions import USE_ADMIN, Act

WORDS = {Relation.OWN: "đơn vị mình", Relation.BELOW: "cấp dưới", Relation.ROW: "dòng của mình"}
EVERYBODY, VISITORS, NOBODY = "Mọi người đã đăng nhập", "Công khai", ""


@dataclass(frozen=True)
class Cell:
    """One role, and in which relations it is granted the act of its row; none = not at all."""

    role: str
    where: tuple[str, ...]


@dataclass(frozen=True)
class ActRow:
    """One act, with a cell for each role in the order of `Role`."""

    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    """The acts of one app under its Vietnamese name."""

    name: str
    rows: list[ActRow]


@dataclass(frozen=True)
class RouteRow:
    """One address, its route name, and in words what guards it ("" = no row in the table: a fault)."""

    path: str
    name: str
    guard: str


def gathered() -> Iterator[tuple[AppConfig, ModuleType]]:
    """Every app of ours that has a permissions module, in the order of the settings."""
    for config in apps.get_app_configs():
        name = f"{config.name}.permissions"
        if config.name.startswith("apps.") and find_spec(name):
            yield config, import_module(name)


def sections() -> list[Section]:
    """The table, app by app; apps without acts are left out. No SQL."""
    found = [Section(str(config.verbose_name), _rows(module.ACTS)) for config, module in gathered()]
    return [section for section in found if section.rows]


def guards() -> dict[str, str]:
    """Route name → what guards it, in words."""
    words: dict[str, str] = {}
    for _, module in gathered():
        words |= dict.fromkeys(module.PUBLIC, VISITORS)
        words |= {name: act.label if act else EVERYBODY for name, act in module.ROUTES.items()}
    return words


def routes() -> list[RouteRow]:
    """Every address of ours with its guard, by address; those of the administration are one row."""
    words = guards()
    ours = [(path, name) for path, name in _walk(get_resolver()) if not name.startswith("admin:")]
    rows = [RouteRow(f"/{path}", name, words.get(name, NOBODY)) for path, name in ours]
    return sorted([*rows, RouteRow("/quan-tri/…", "admin:*", USE_ADMIN.label)], key=lambda row: row.path)


def _rows(acts: tuple[Act, ...]) -> list[ActRow]:
    return [ActRow(act.code, act.label, tuple(_cell(act, role) for role in Role)) for act in acts]


def _cell(act: Act, role: Role) -> Cell:
    granted = act.grants.get(role, frozenset())
    return Cell(str(role.label), tuple(WORDS[relation] for relation in Relation if relation in granted))


def _walk(resolver: URLResolver, path: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, here, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield here, f"{namespace}{pattern.name}"
