"""The log as staff read it: units, people and acts by name; names of changed fields, never a value."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.timezone import localtime

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.audit.queries import PER_PAGE, entries
from apps.audit.services import SYSTEM_CHAIN
from apps.core.clock import local_day
from apps.core.vietnamese import day, fold, moment, nfc
from apps.dashboard.enums import ACT_LABELS, FIELD_LABELS
from apps.units.models import Unaccent, Unit, UnitName

SYSTEM = "Hệ thống"


@dataclass(frozen=True)
class AuditRow:
    """One line, in words. `changed` holds names of fields."""

    entry: Entry
    act: str
    actor: str
    subject: str
    unit: str
    changed: list[str]

    @property
    def time(self) -> str:
        return f"{localtime(self.entry.at):%H:%M:%S}"

    @property
    def day(self) -> str:
        return day(local_day(self.entry.at))


@dataclass(frozen=True)
class AuditPage:
    """At most 100 lines, newest first; `older` is where the next page begins, None at the end."""

    title: str
    rows: list[AuditRow]
    older: int | None


def audit_page(
    user: Any,
    today: date,
    *,
    don_vi: str | None,
    nguoi: str | None,
    viec: str | None,
    ngay: date | None,
    truoc: int | None,
) -> AuditPage:
    """Lines of the units the user may see and of the system; always two statements beside the user's roles."""
    found = entries(
        chains=_units(user, today, don_vi),
        system=fold(nfc(don_vi or "")) in fold(SYSTEM),
        actors=_people(nguoi) if nguoi else None,
        act=viec or "",
        day=ngay,
        before_id=truoc,
    )
    shown = found[:PER_PAGE]
    names = _unit_names({entry.chain for entry in shown})
    older = shown[-1].pk if len(found) > PER_PAGE else None
    return AuditPage(_title(shown, truoc), [_row(entry, names) for entry in shown], older)


def _units(user: Any, today: date, name: str | None) -> QuerySet[Any, Any]:
    """Ids of the visible units; of those alone whose name, of any time, contains `name`."""
    units = Unit.objects.visible_to(user, today)
    if name:
        units = units.filter(names__search_key__contains=fold(nfc(name)))
    return units.values("pk")


def _people(name: str) -> QuerySet[Any, Any]:
    words = Unaccent(Concat("full_name", Value(" "), "username"))
    return User.objects.annotate(words=words).filter(words__contains=fold(nfc(name))).values("pk")


def _unit_names(ids: set[int]) -> dict[int, str]:
    """The latest name of each unit; 0 is the system."""
    names = UnitName.objects.filter(unit__in=ids).order_by("unit", F("validity").desc()).distinct("unit")
    return {SYSTEM_CHAIN: SYSTEM} | dict(names.values_list("unit", "name"))


def _title(shown: list[Entry], before_id: int | None) -> str:
    if not shown:
        return "Nhật ký: không có việc nào khớp"
    which = "các việc từ" if before_id else "việc gần nhất lúc"
    return f"Nhật ký: {which} {moment(shown[0].at)}" + (" trở về trước" if before_id else "")


def _row(entry: Entry, names: dict[int, str]) -> AuditRow:
    model = _model(entry.subject_type)
    label = str(model._meta.verbose_name) if model else entry.subject_type
    return AuditRow(
        entry=entry,
        act=ACT_LABELS.get(entry.act, entry.act),
        actor=str(entry.actor or SYSTEM),
        subject=f"{label} số {entry.subject_id}",
        unit=names.get(entry.chain, f"đơn vị số {entry.chain}"),
        changed=[_field_label(model, name) for name in entry.changed],
    )


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _field_label(model: Any, name: str) -> str:
    """The Vietnamese name of a field or of what the act names; a figure's code stays as it is."""
    try:
        return str(model._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return FIELD_LABELS.get(name.partition(" ")[0], name)
