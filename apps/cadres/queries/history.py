"""What a file said before: every change of its facts, levels and positions, from the history's events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q

from apps.accounts.models import User
from apps.cadres.enums import LEVELS
from apps.cadres.models import Appointment, Cadre, Position, Qualification
from apps.cadres.permissions import PRIVATE
from apps.cadres.queries.person import HIDDEN
from apps.core.ranges import in_words
from apps.core.vietnamese import MISSING
from apps.core.vietnamese import day as written
from apps.units.models import Unit

ROWS_A_PAGE = 50
SYSTEM = "Hệ thống"
ACTS = {"insert": "ghi mới", "update": "sửa", "delete": "bỏ"}
LEFT_OUT = {"id", "version", "recorded_at", "recorded_by", "seat", "anonymised_at"}
KINDS: tuple[tuple[type[Model], str, str], ...] = (
    (Cadre, "Hồ sơ", "pgh_obj_id"),
    (Qualification, "Trình độ", "cadre_id"),
    (Appointment, "Giữ chức", "cadre_id"),
)


@dataclass(frozen=True)
class Change:
    """One field of one row: who changed it, when, from what to what."""

    at: datetime
    who: str
    what: str
    act: str
    label: str
    old: str
    new: str


def history(cadre: Cadre, page: Any, today: date, *, is_private: bool) -> Page[Change]:
    """The latest first, with the history of files that were merged into this one. A fixed number of statements."""
    ids = [cadre.pk, *Cadre.objects.filter(merged_into=cadre).values_list("pk", flat=True)]
    pairs = [pair for kind in KINDS for pair in _pairs(kind, ids)]
    pairs.sort(key=lambda pair: pair[1].pgh_id, reverse=True)
    pairs.sort(key=lambda pair: pair[1].pgh_created_at, reverse=True)
    words = _Words(pairs, today, is_private)
    changes = [change for pair in pairs for change in words.changes(*pair)]
    return Paginator(changes, ROWS_A_PAGE).get_page(page)


Pair = tuple[Any, Any, tuple[type[Model], str, str]]


def _pairs(kind: tuple[type[Model], str, str], ids: Sequence[int]) -> Iterator[Pair]:
    """(event before or None, event, kind) of every row of this kind."""
    model, _, owner = kind
    events = model.pgh_event_model.objects.filter(Q(**{f"{owner}__in": ids}))  # type: ignore[attr-defined]
    before: dict[int, Any] = {}
    for event in events.select_related("pgh_context").order_by("pgh_id"):
        yield before.get(event.pgh_obj_id), event, kind
        before[event.pgh_obj_id] = event


class _Words:
    """Keys of events as people read them; names are looked up once for the whole history."""

    def __init__(self, pairs: Sequence[Pair], today: date, is_private: bool) -> None:
        events = [event for _, event, _ in pairs]
        units = {event.unit_id for event in events if hasattr(event, "unit_id")}
        users = {who for event in events if (who := _user_id(event))}
        self.units = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=units).named(today)}  # type: ignore[attr-defined]
        self.positions = dict(Position.objects.values_list("code", "name"))
        self.users = {user.pk: str(user) for user in User.objects.filter(pk__in=users)}
        self.is_private = is_private

    def changes(self, old: Any, new: Any, kind: tuple[type[Model], str, str]) -> Iterator[Change]:
        model, what, _ = kind
        is_gone, is_first = new.pgh_label == "delete", old is None
        for field in model._meta.concrete_fields:
            if field.name in LEFT_OUT or not hasattr(new, field.attname):
                continue
            before = "" if is_first else getattr(old, field.attname)
            after = "" if is_gone else getattr(new, field.attname)
            owns = field.name == "cadre" and (is_first or is_gone)
            if _differs(before, after) and not owns:
                yield Change(
                    at=new.pgh_created_at,
                    who=self.users.get(_user_id(new) or 0, SYSTEM),
                    what=self._what(what, new),
                    act=ACTS.get(new.pgh_label, new.pgh_label),
                    label=str(field.verbose_name),
                    old=self._shown(field, before, old),
                    new=self._shown(field, after, new),
                )

    def _what(self, what: str, event: Any) -> str:
        position = self.positions.get(getattr(event, "position_id", ""), "")
        return f"{what}: {position}" if position else what

    def _shown(self, field: Any, value: Any, event: Any) -> str:
        """The value in words; one that only some may see is named without being told."""
        if field.name in PRIVATE and not self.is_private:
            return HIDDEN
        if value is None or value == "":
            return MISSING
        if field.name == "level":
            return str(LEVELS[event.kind](value).label)
        if field.is_relation:
            names: dict[str, dict[Any, str]] = {"unit": self.units, "position": self.positions}
            return names.get(field.name, {}).get(value, f"số {value}")
        return in_plain_words(field, value)


def in_plain_words(field: Any, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(in_plain_words(getattr(field, "base_field", field), one) for one in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return written(value)
    return in_words(value) if hasattr(value, "upper_inf") else str(value)


def _differs(old: Any, new: Any) -> bool:
    return (old if old not in (None, "") else "") != (new if new not in (None, "") else "")


def _user_id(event: Any) -> int | None:
    context = event.pgh_context
    return context.metadata.get("user") if context else None
