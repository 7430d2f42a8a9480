"""The rules of the house (docs/architecture.md) as tests: sizes, names, and who may know whom."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps as registry
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [  # top to bottom; the same order as the layers in pyproject.toml
    "dashboard", "reorganisations", "reviews", "reports", "assessments", "branches", "cadres", "indicators",
    "directives", "units", "files", "notices", "jobs", "accounts", "audit", "core",
]  # fmt: skip
OPEN_TO_OTHERS = {"models", "enums", "queries", "services", "permissions"}
EVERYWHERE = OPEN_TO_OTHERS | {
    "tasks", "forms", "views", "urls", "admin", "apps", "middleware", "documents", "workbooks",
    "migrations", "management", "templatetags", "reference",
}  # fmt: skip
ASKED_FOR_BY_LIBRARIES = {"adapters", "backends", "context_processors", "sessions", "validators"}
ONLY_IN = {"reports": {"computed"}, "indicators": {"arrays"}, "files": {"gate"}}


def python_files(*folders: str) -> list[Path]:
    return sorted(chain.from_iterable((ROOT / folder).rglob("*.py") for folder in folders))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    docstring = ast.get_docstring(node, clean=False)
    return node.end_lineno - node.lineno + 1 - (len(docstring.splitlines()) if docstring else 0)


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def app_of(file: Path) -> str:
    return file.relative_to(ROOT / "apps").parts[0]


def imported_modules(file: Path) -> Iterator[str]:
    """Every `apps.…` that the file imports, as dotted names down to what is taken from them."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_python_file_is_longer_than_400_lines():
    files = [file for file in python_files("apps", "tinhdoan", "tests") if file.parent.name != "migrations"]
    assert [name(file) for file in files if len(file.read_text().splitlines()) > 400] == []


def test_no_template_is_longer_than_150_lines():
    files = (ROOT / "templates").rglob("*.html")
    assert [name(file) for file in files if len(file.read_text().splitlines()) > 150] == []


def test_no_function_is_longer_than_50_lines():
    found = [
        f"{name(file)}: {node.name}"
        for file in python_files("apps", "tinhdoan", "tests")
        for node in functions(file)
        if length(node) > 50
    ]
    assert found == []


def test_no_view_is_longer_than_25_lines():
    files = [file for file in python_files("apps") if file.stem == "views" or file.parent.name == "views"]
    found = [f"{name(file)}: {node.name}" for file in files for node in functions(file) if length(node) > 25]
    assert found == []


def test_nothing_prints():
    found = [
        name(file)
        for file in python_files("apps", "tinhdoan")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


def test_every_app_has_a_floor_and_the_same_file_names():
    strangers = []
    for entry in sorted((ROOT / "apps").glob("*/*")):
        app, module = app_of(entry), entry.stem
        allowed = EVERYWHERE | ASKED_FOR_BY_LIBRARIES | ONLY_IN.get(app, set()) | {"__init__", "__pycache__"}
        if app not in FLOORS or (app != "core" and module not in allowed):
            strangers.append(name(entry))
    assert strangers == []


def test_from_another_app_only_its_open_modules_are_imported():
    found = []
    for file in python_files("apps"):
        for module in imported_modules(file):
            top, app, inner = [*module.split("."), "", ""][:3]
            if top == "apps" and app not in {app_of(file), "core"} and inner not in OPEN_TO_OTHERS:
                found.append(f"{name(file)}: {module}")
    assert found == []


def test_no_foreign_key_points_upward():
    found = []
    for model in registry.get_models():
        app = model._meta.app_label
        for field in model._meta.get_fields():
            other = (
                getattr(field.related_model, "_meta", None) if field.concrete and field.is_relation else None
            )
            if app in FLOORS and other and other.app_label in FLOORS:
                upward = FLOORS.index(other.app_label) < FLOORS.index(app)
                exempt = app == "audit" and other.label == settings.AUTH_USER_MODEL
                found += [f"{model.__name__}.{field.name} -> {other.label}"] if upward and not exempt else []
    assert found == []


def test_floors_are_those_that_the_import_linter_keeps():
    layers = re.search(r"^layers = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.M | re.S)
    assert re.findall(r"[a-z]+", layers[1]) == FLOORS


@pytest.mark.parametrize("file", ["tinhdoan/settings.py", "tinhdoan/supervisor.py", "tinhdoan/servers.py"])
def test_every_switch_of_the_environment_is_explained(file):
    source = (ROOT / file).read_text()
    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"|environ\.get\("([A-Z_]+)"', source)
    explained = set(re.findall(r"^# ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert {first or second for first, second in read} - explained == set()
