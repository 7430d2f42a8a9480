"""Search without accents: units and cadres that one may see, and indicators."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from apps.cadres.permissions import VIEW
from apps.cadres.queries import search_cadres
from apps.core.vietnamese import fold, nfc
from apps.indicators.models import Indicator
from apps.indicators.permissions import VIEW_FIGURES
from apps.units.models import Unit, UnitName, UnitParent
from apps.units.queries import roles

UNITS_SHOWN, CADRES_SHOWN, INDICATORS_SHOWN, SUGGESTED = 50, 50, 50, 6


@dataclass(frozen=True)
class Hit:
    """One unit, cadre or indicator: its name, and where it belongs (superior unit; position; code and directive)."""

    id: int
    code: str
    name: str
    where: str


@dataclass(frozen=True)
class Found:
    """What was typed, what matches, and how many units were left out."""

    typed: str
    units: tuple[Hit, ...]
    cadres: tuple[Hit, ...]
    indicators: tuple[Hit, ...]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.units) + len(self.cadres) + len(self.indicators) + self.more


def search(user: Any, typed: str, day: date, *, most: int | None = None) -> Found:
    """Units, cadres, indicators with words that begin as typed, `most` of each kind; at most four statements."""
    words = fold(nfc(typed)).split()
    if not words:
        return Found(typed, (), (), ())
    units = list(_units(user, words, day)[: (most or UNITS_SHOWN) + 1])
    shown = units[: most or UNITS_SHOWN]
    more = _units(user, words, day).count() - len(shown) if len(units) > len(shown) else 0
    held = roles(user)
    return Found(
        nfc(typed),
        tuple(Hit(unit.pk, unit.code or "", unit.name, unit.parent_name or "") for unit in shown),
        _cadres(user, words, day, most or CADRES_SHOWN) if held & set(VIEW.grants) else (),
        tuple(_indicators(words)[: most or INDICATORS_SHOWN]) if held & set(VIEW_FIGURES.grants) else (),
        more,
    )


def _units(user: Any, words: list[str], day: date) -> Any:
    """Open units in sight by today's name, and by any former name or today's code."""
    named = UnitName.objects.filter(unit_id=OuterRef("pk"))
    matching = Q()
    for word in words:
        matching &= Q(search_key__regex=rf"\m{re.escape(word)}")
    superior = UnitParent.objects.filter(unit_id=OuterRef("pk"), validity__contains=day)
    names = UnitName.objects.filter(unit_id=OuterRef("parent_id"), validity__contains=day)
    return (
        Unit.objects.visible_to(user, day)
        .open_on(day)
        .named(day)
        .annotate(
            parent_name=Subquery(
                superior.annotate(name=Subquery(names.values("name")[:1])).values("name")[:1]
            )
        )
        .filter(Exists(named.filter(matching)))
    )


def _cadres(user: Any, words: list[str], day: date, most: int) -> tuple[Hit, ...]:
    """Those whom the user may see, with the position held today and the unit that keeps the file."""
    found: list[Any] = search_cadres(user, words, day, most)
    return tuple(
        Hit(one.pk, "", one.full_name, " · ".join(filter(None, (one.post, one.unit_name)))) for one in found
    )


def _indicators(words: list[str]) -> list[Hit]:
    listed = Indicator.objects.select_related("section__directive")
    return [
        Hit(item.pk, item.code, item.short_name, f"{item.code} · Kết luận {item.section.directive.number}")
        for item in listed
        if _begin(words, fold(f"{item.code} {item.name} {item.short_name}").split())
    ]


def _begin(typed: list[str], words: list[str]) -> bool:
    """Every typed word begins one of the words."""
    return all(any(word.startswith(start) for word in words) for start in typed)
