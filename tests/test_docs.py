"""The documents are part of the product: short, true, and without dead ends."""

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.apps import apps as registry
from django.db.models import TextChoices

ROOT = Path(__file__).resolve().parent.parent
README, CHANGELOG, GLOSSARY = ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "docs" / "glossary.md"
DOCUMENTS = sorted([README, CHANGELOG, *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "adr").iterdir())
PICTURES = sorted((ROOT / "docs" / "pictures").iterdir())
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)
OURS = r"(?:apps|docs|static|templates|tests|tinhdoan)/[\w./-]*\w|(?:README|CHANGELOG)\.md"
# Folders of somebody's own machine.
FOREIGN = re.compile(r"(?<![\w.<>/-])/(?:home|root|tmp|work|workspace|Users|mnt)/")


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def links(document: Path) -> Iterator[tuple[str, str]]:
    """(file, anchor) of every link that stays in the house; a link inside the page has no file."""
    for target in LINK.findall(FENCE.sub("", document.read_text())):
        if "://" not in target:
            file, _, anchor = unquote(target).partition("#")
            yield file, anchor


def anchors(document: Path) -> set[str]:
    """As the usual viewers make them from headings: lower case, no punctuation, hyphens for blanks."""
    titles = HEADING.findall(FENCE.sub("", document.read_text()))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def identifiers(text: str) -> set[str]:
    """Every word inside of back quotes."""
    return set(chain.from_iterable(re.findall(r"\w+", span) for span in re.findall(r"`([^`]+)`", text)))


def test_the_readme_is_one_screen_with_a_picture_and_two_commands():
    text = README.read_text()
    assert len(text.splitlines()) <= 60
    assert re.search(r"!\[[^]]+\]\(docs/pictures/home\.png\)", text)
    assert re.findall(r"^\./(\w+)", text, re.M) == ["run", "test"]


def test_the_map_is_true():
    rooms = re.findall(r"^\| `(\w+)` \| \S", README.read_text(), re.M)
    assert sorted(rooms) == sorted(entry.parent.name for entry in (ROOT / "apps").glob("*/__init__.py"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_no_link_leads_nowhere(document):
    dead = []
    for file, anchor in links(document):
        target = (document.parent / file).resolve() if file else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(f"{file}#{anchor}")
    assert dead == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_file_that_is_named_exists(document):
    named = re.findall(rf"`({OURS})`", document.read_text())
    assert [file for file in named if not (ROOT / file).exists()] == []


def test_the_code_refers_to_documents_that_exist():
    dead = []
    for file in chain.from_iterable(
        (ROOT / folder).rglob("*.py") for folder in ("apps", "tests", "tinhdoan")
    ):
        for document in re.findall(r"(?<![\w*])(?:docs/)?([\w-]+\.md)\b", file.read_text()):
            if not any((folder / document).exists() for folder in (ROOT, ROOT / "docs", file.parent)):
                dead.append(f"{name(file)}: {document}")
    assert dead == []


def test_every_document_can_be_reached_from_the_readme():
    reached, waiting = set(), [README]
    while waiting:
        document = waiting.pop()
        reached.add(document)
        targets = {(document.parent / file).resolve() for file, _ in links(document) if file}
        opened = chain.from_iterable(
            target.glob("*.md") if target.is_dir() else [target] for target in targets
        )
        waiting += [target for target in opened if target.suffix == ".md" and target not in reached]
    assert [name(document) for document in DOCUMENTS if document not in reached] == []


def test_every_model_and_every_choice_has_its_word():
    words = identifiers(GLOSSARY.read_text())
    ours = [config.label for config in registry.get_app_configs() if config.name.startswith("apps.")]
    models = {model.__name__ for label in ours for model in registry.get_app_config(label).get_models()}
    choices = set()
    for file in (ROOT / "apps").glob("*/enums.py"):
        found = vars(import_module(f"apps.{file.parent.name}.enums")).values()
        choices |= {
            kind.__name__ for kind in found if isinstance(kind, type) and issubclass(kind, TextChoices)
        }
    assert (models | choices) - {"TextChoices"} - words == set()


def test_decisions_are_numbered_without_gaps():
    assert [file.name[:4] for file in DECISIONS] == [
        f"{number:04d}" for number in range(1, len(DECISIONS) + 1)
    ]


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_a_decision_is_one_page_with_a_day_and_its_three_parts(decision):
    text = decision.read_text()
    assert len(text.splitlines()) <= 60
    assert text.startswith(f"# {decision.name[:4]} · ")
    assert re.search(r"^\d{2}/\d{2}/\d{4} · \w+", text, re.M)
    assert re.findall(r"^## (\w+)$", text, re.M) == ["Context", "Decision", "Consequences"]


def test_pictures_are_small_and_shown():
    shown = {(document.parent / file).resolve() for document in DOCUMENTS for file, _ in links(document)}
    sizes = {file.name: file.stat().st_size for file in PICTURES}
    assert sizes.pop("home.png") <= 250_000  # as the browser test takes it
    assert [picture for picture, size in sizes.items() if size > 150_000] == []
    assert [name(file) for file in PICTURES if file not in shown] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_no_document_names_a_folder_of_its_writer(document):
    assert FOREIGN.findall(document.read_text()) == []
