"""What is held about one cadre: every row that points to the file, directly or through another, and the log of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q
from django.db.models.fields.reverse_related import ForeignObjectRel

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.cadres.models import AppointmentFile, Cadre, DataRequest, Position
from apps.cadres.permissions import RIGHTS, reached
from apps.cadres.queries.history import in_plain_words
from apps.cadres.queries.personal import GOES, STAYS, labels
from apps.cadres.queries.traces import known_of, traces
from apps.core.vietnamese import MISSING, moment
from apps.core.vietnamese import day as written
from apps.files.models import StoredFile
from apps.units.models import Unit, latest_name_of

ROWS_A_PAGE = 50
Rows = dict[type[Model], list[Any]]
# Fields that repeat others for the machine, and those that are named by no model of ours.
BEHIND = {"search_key", "sort_key", "seat", "token", "pgh_id", "pgh_obj", "pgh_context"}
NAMES = {"id": "số", "pgh_created_at": "lúc", "pgh_label": "việc"}


@dataclass(frozen=True)
class Group:
    """Rows of one kind, each as (label, value) in words."""

    title: str
    rows: list[list[tuple[str, str]]]


@dataclass(frozen=True)
class Place:
    """Where else a person is named: what it is in words, which row, and the words around the name."""

    label: str
    row: str
    words: str = ""


@dataclass(frozen=True)
class Copy:
    """Everything held about one person."""

    groups: list[Group]
    places: list[Place]


@dataclass(frozen=True)
class Loss:
    """Of one kind of rows: how many there are, what of them goes when the person is made anonymous, what stays."""

    title: str
    count: int
    goes: str
    stays: str


def copy_of(cadre: Cadre, today: date, *, everywhere: bool) -> Copy:
    """`everywhere`: also from texts that are about others; for those alone who may read them all."""
    ids = files_of(cadre)
    rows = rows_about(ids)
    own = {(model._meta.db_table, str(row.pk)) for model, found in rows.items() for row in found}
    found = traces(known_of(ids)) if everywhere else []
    places = [
        Place(*_named(trace.table, trace.column, trace.row), trace.words)
        for trace in found
        if (trace.table, trace.row) not in own
    ]
    return Copy(held(rows, today), places)


def named_places(places: Sequence[Sequence[str]]) -> list[Place]:
    """Places kept with a request, in words."""
    return [Place(*_named(table, column, row)) for table, column, row in places]


def is_needed_by_name(cadre: Cadre, today: date) -> bool:
    """Whether the person holds a position or stands in a plan, today or later."""
    lasts = Q(validity__upper_inf=True) | Q(validity__endswith__gt=today)
    rows: tuple[Any, ...] = (cadre.appointments, cadre.candidacies)
    return any(of_kind.filter(lasts).exists() for of_kind in rows)


def losses(cadre: Cadre) -> list[Loss]:
    """What the act would do, from the lists that it works by."""
    rows = rows_about(files_of(cadre))
    found = []
    for model, goes in GOES.items():
        if model in rows:
            gone = [*(["họ và tên (thay bằng tên chung)"] if model is Cadre else []), *labels(model, goes)]
            stays = ", ".join(labels(model, STAYS[model]))
            found.append(Loss(_title(model), len(rows[model]), ", ".join(gone) or MISSING, stays))
    if scans := rows.get(StoredFile):
        found.append(
            Loss(_title(StoredFile), len(scans), "nội dung, tên tệp", "loại, cỡ, mã SHA-256, lúc tải lên")
        )
    return found


def files_of(cadre: Cadre) -> list[int]:
    """The file and those that were merged into it."""
    return [cadre.pk, *Cadre.objects.filter(merged_into=cadre).order_by("pk").values_list("pk", flat=True)]


def rows_about(cadre_ids: Sequence[int]) -> Rows:
    """Every row that points to one of the files, and every row that points to such a row; history included."""
    found: Rows = {Cadre: list(Cadre.objects.filter(pk__in=cadre_ids).order_by("pk"))}
    waiting: list[type[Model]] = [Cadre]
    while waiting:
        model = waiting.pop(0)
        for other, field in _pointing_to(model):
            known = {row.pk for row in found.get(other, [])}
            pointing = other._base_manager.filter(**{f"{field}__in": [row.pk for row in found[model]]})
            if fresh := [row for row in pointing.order_by("pk") if row.pk not in known]:
                found[other] = [*found.get(other, []), *fresh]
                waiting.append(other)
    if papers := found.get(AppointmentFile):
        found[StoredFile] = list(StoredFile.objects.filter(pk__in=[paper.file_id for paper in papers]))
    return found


def held(rows: Rows, today: date) -> list[Group]:
    """The rows in words, and what the log says of each: who did what, when."""
    words = _Words(rows, today)
    groups = [Group(_title(model), [words.row(row) for row in found]) for model, found in rows.items()]
    return [*groups, Group("Nhật ký về các dòng trên", [words.entry(entry) for entry in _entries(rows)])]


def data_requests(user: Any, today: date, page: Any) -> Page[DataRequest]:
    """Of people whose file the user keeps: those that wait first, the nearest day first. One statement and a count."""
    found = (
        DataRequest.objects.filter(cadre__unit_id__in=reached(RIGHTS, user, today))
        .select_related("cadre")
        .annotate(unit_name=latest_name_of("cadre__unit_id"))
        .by_urgency()
    )
    return Paginator(found, ROWS_A_PAGE).get_page(page)


def _pointing_to(model: type[Model]) -> Iterator[tuple[Any, str]]:
    """(model, field) of every key to it but its own: files that were merged are followed from the start."""
    for relation in model._meta.get_fields(include_hidden=True):
        is_key = isinstance(relation, ForeignObjectRel) and not relation.many_to_many
        if is_key and relation.related_model is not model:
            yield relation.related_model, relation.field.name  # type: ignore[union-attr]


def _named(table: str, column: str, row: str) -> tuple[str, str]:
    """Báo cáo: phần lời, 12"""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            names = {field.column: str(field.verbose_name) for field in model._meta.concrete_fields}
            return f"{_title(model)}: {names.get(column, column)}", row
    return f"{table}: {column}", row


def _title(model: type[Model]) -> str:
    is_history = any(field.name == "pgh_id" for field in model._meta.fields)
    tracked: Any = model._meta.get_field("pgh_obj").related_model if is_history else model
    name = str(tracked._meta.verbose_name)
    return f"Lịch sử: {name}" if is_history else name[:1].upper() + name[1:]


def _entries(rows: Rows) -> list[Entry]:
    found: list[Entry] = []
    for model, of_model in rows.items():
        about = Entry.objects.filter(subject_type=model._meta.label_lower)
        found += about.filter(subject_id__in=[row.pk for row in of_model]).select_related("actor")
    return sorted(found, key=lambda entry: entry.pk)


class _Words:
    """Values as people read them; names of units, positions and users are looked up once."""

    def __init__(self, rows: Rows, today: date) -> None:
        everything = [row for found in rows.values() for row in found]
        units = {
            getattr(row, field.attname)
            for row in everything
            for field in row._meta.concrete_fields
            if field.related_model is Unit
        }
        named: Any = Unit.objects.filter(pk__in=units - {None}).named(today)
        self.names: dict[Any, dict[Any, str]] = {
            Unit: {unit.pk: unit.name for unit in named},
            Position: dict(Position.objects.values_list("code", "name")),
            User: {user.pk: str(user) for user in User.objects.all()},
        }

    def row(self, row: Any) -> list[tuple[str, str]]:
        fields = [field for field in row._meta.concrete_fields if field.name not in BEHIND]
        return [(NAMES.get(field.name, str(field.verbose_name)), self._value(field, row)) for field in fields]

    def entry(self, entry: Entry) -> list[tuple[str, str]]:
        return [
            ("lúc", moment(entry.at)),
            ("ai", str(entry.actor or MISSING)),
            ("việc", entry.act),
            ("về", f"{entry.subject_type} {entry.subject_id}"),
            ("trường", ", ".join(entry.changed) or MISSING),
        ]

    def _value(self, field: Any, row: Any) -> str:
        value = getattr(row, field.attname)
        if value is None or value == "":
            return MISSING
        if isinstance(value, datetime):
            return moment(value)
        if field.is_relation:
            return self.names.get(field.related_model, {}).get(value, f"số {value}")
        return written(value) if isinstance(value, date) else in_plain_words(field, value)
