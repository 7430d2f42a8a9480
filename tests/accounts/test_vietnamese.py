"""No English on the way in: every string of the libraries has a Vietnamese one, and the pages show it."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import allauth.account
import axes
import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils.translation import gettext as translate
from django.utils.translation import override, pgettext
from django.utils.translation.template import templatize

from apps.accounts.backends import ORDINARY_LIMIT
from apps.accounts.services import password_reset_path
from tests.world import PASSWORD, World

MARKED = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "pgettext",
    "pgettext_lazy",
    "ngettext",
    "ngettext_lazy",
}
ACCOUNT = Path(allauth.account.__file__).parent
LIBRARIES = [
    ACCOUNT,
    ACCOUNT.parent / "templates" / "account",
    ACCOUNT.parent / "core",
    Path(axes.__file__).parent,
]
CALL = re.compile(r"\b(?:gettext|pgettext|ngettext|_)\(", re.ASCII)
LOCALE = settings.BASE_DIR / "locale" / "vi" / "LC_MESSAGES"
# Words that give English away; none of them is a Vietnamese syllable.
ENGLISH = re.compile(
    r"\b(the|this|your|you|password|username|email|e-mail|sign|login|log|please|account|field|required|valid|"
    r"invalid|enter|error|must|with|not|been|reset|change|characters?|letters|numbers?|again|forgot|remember)\b",
    re.IGNORECASE,
)


def marked(source: str) -> Iterator[tuple[str, ...]]:
    """The constant arguments of every call that marks a string for translation."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(getattr(node, "func", None), "id", None) or getattr(
            getattr(node, "func", None), "attr", ""
        )
        if isinstance(node, ast.Call) and name in MARKED:
            words = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if words:
                yield (name, *words)


def marked_in_template(source: str) -> Iterator[tuple[str, ...]]:
    """The same for a template, through Django's own reading of its tags."""
    text = templatize(source)
    for match in CALL.finditer(text):
        for end in (place.end() for place in re.finditer(r"\)", text[match.end() :])):
            try:
                yield from marked(text[match.start() : match.end() + end])
            except SyntaxError:
                continue
            break


def strings() -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for file in (file for folder in LIBRARIES for file in folder.rglob("*")):
        if file.suffix == ".py" and "migrations" not in file.parts:
            found.update(marked(file.read_text()))
        elif file.suffix in {".html", ".txt"}:
            found.update(marked_in_template(file.read_text()))
    return found


def in_vietnamese(name: str, *words: str) -> tuple[str, str]:
    """(original, translation)"""
    with override("vi"):
        if name.startswith("pgettext"):
            return words[1], pgettext(words[0], words[1])
        return words[0], translate(words[0])


def test_every_marked_string_of_accounts_and_lockout_has_a_vietnamese_one():
    found = strings()
    assert len(found) > 200
    assert sorted(text for text, ours in (in_vietnamese(*row) for row in found) if text == ours) == []


def test_a_planted_string_would_be_found():
    assert list(marked_in_template('{% load i18n %}{% trans "Planted" %}')) == [("gettext", "Planted")]
    assert in_vietnamese("gettext", "Planted") == ("Planted", "Planted")


def test_the_compiled_catalogue_is_the_one_in_the_source():
    with (LOCALE / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    source = (LOCALE / "django.po").read_text()
    pieces = re.findall(r'^msgstr(?:\[0\])? ((?:".*"\n?)+)', source, re.MULTILINE)
    written = {"".join(ast.literal_eval(line) for line in piece.splitlines()) for piece in pieces[1:]}
    assert written == {text for key, text in catalogue.items() if key}


def visible(html: str) -> str:
    """What a person reads or hears: text, labels and titles; no tags, no scripts."""
    html = re.sub(r"(?s)<(script|style|head|code)\b.*?</\1>", " ", html)
    spoken = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', html)
    return " ".join([re.sub(r"<[^>]+>", " ", html), *spoken])


def english(text: str) -> list[str]:
    return sorted({word.group(0).lower() for word in ENGLISH.finditer(text)})


BAD = {
    "/dang-nhap/": [
        {},
        {"login": "a", "password": "b"},
        {"login": "a@b.vn", "password": "b"},
        {"login": "\0", "password": "b"},
    ],
    "/quen-mat-khau/": [{}, {"email": "không phải thư"}, {"email": "a" * 300 + "@b.vn"}],
    "/dang-ky/": [{}],
}
BAD_PASSWORDS = [
    {},
    {"oldpassword": "sai", "password1": "ngan", "password2": "khac"},
    {"oldpassword": PASSWORD, "password1": "1" * 14, "password2": "khac nhau"},
    {"oldpassword": PASSWORD, "password1": "password1234", "password2": "password1234"},
    {"oldpassword": PASSWORD, "password1": "nguoi-xem-nguoi", "password2": "nguoi-xem-nguoi"},
    {"oldpassword": PASSWORD, "password1": "tinhdoan2021", "password2": "tinhdoan2021"},
]


@pytest.mark.django_db
def test_pages_before_sign_in_and_each_of_their_errors(client: Client):
    answers = [client.get(path) for path in (*BAD, "/quen-mat-khau/da-gui/", "/tai-khoan/da-khoa/")]
    answers += [client.get("/dat-lai-mat-khau/xong/"), client.get("/dat-lai-mat-khau/1-sai/")]
    answers += [client.post(path, form) for path, forms in BAD.items() for form in forms]
    AccessAttempt.objects.update(failures_since_start=ORDINARY_LIMIT)
    answers.append(client.post("/dang-nhap/", {"login": "a", "password": "b"}))
    answers += [client.post("/quen-mat-khau/", {"email": "a@b.vn"}) for _ in range(7)]
    assert {answer.status_code for answer in answers} == {200, 302, 429}
    assert [
        (answer.request["PATH_INFO"], found)
        for answer in answers
        if (found := english(visible(answer.content.decode())))
    ] == []


@pytest.mark.django_db
def test_pages_of_a_password_and_each_of_their_errors(world: World, client: Client):
    page = client.get(password_reset_path(user=world.viewer))
    answers = [
        client.get(page["Location"]),
        *(client.post(page["Location"], form) for form in BAD_PASSWORDS[:-1]),
    ]
    client.force_login(world.viewer)
    answers += [client.get("/tai-khoan/doi-mat-khau/"), client.get("/dang-xuat/")]
    answers += [client.post("/tai-khoan/doi-mat-khau/", form) for form in BAD_PASSWORDS[:4]]
    assert [
        (answer.request["PATH_INFO"], found)
        for answer in answers
        if (found := english(visible(answer.content.decode())))
    ] == []


@pytest.mark.django_db
def test_letters_are_vietnamese(world: World, client: Client):
    client.post("/quen-mat-khau/", {"email": world.viewer.email})
    path = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    client.post(
        client.get(path)["Location"],
        {"password1": "Sông Luộc mùa nước 79", "password2": "Sông Luộc mùa nước 79"},
    )
    letters = [re.sub(r"http\S+|\S+@\S+", "", f"{letter.subject} {letter.body}") for letter in mail.outbox]
    assert len(letters) == 2
    assert [english(letter) for letter in letters] == [[], []]
    assert all("đồng chí" in letter for letter in letters)
