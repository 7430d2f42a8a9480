"""The tree of any day: branches with counts, search without accents, the way up. A fixed number of statements each.

Everybody sees what stands today at or below the units of their roles (`visible_to`), shown as it was on `day`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat

from apps.units.models import Unaccent, Unit, UnitAncestry, UnitCode, UnitName, UnitParent, UnitQuerySet

ROWS_A_PAGE = 100
OPTIONS = 20


@dataclass(frozen=True)
class Node:
    """One line of the tree: how many units stand directly below it, and how many in all, on that day."""

    id: int
    name: str
    short_name: str
    code: str
    kind: str
    children: int
    descendants: int


@dataclass(frozen=True)
class Found:
    """One hit of a search: the unit's name on that day, its superiors, and the former name that was hit, if so."""

    id: int
    name: str
    code: str
    kind: str
    path: str
    former_name: str
    depth: int = 0


@dataclass(frozen=True)
class KindCount:
    name: str
    count: int


def nearest_day(unit: Unit, day: date) -> date:
    """The day itself, or the nearest one in the unit's life."""
    first_or_later = max(day, unit.opened_on)
    return min(first_or_later, unit.closed_on - timedelta(days=1)) if unit.closed_on else first_or_later


def name_on(unit_id: int, day: date) -> str:
    """The unit's name on that day; outside its life the name nearest in time."""
    names = UnitName.objects.filter(unit_id=unit_id).order_by("validity")
    on_day = names.filter(validity__startswith__lte=day).last() or names.first()
    return on_day.name if on_day else f"đơn vị {unit_id}"


def picked_name(user: Any, chosen: Any, today: date) -> str:
    """The name beside the picker's id, as far as the user may see that unit."""
    text = str(chosen or "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return ""
    is_seen = Unit.objects.visible_to(user, today).filter(pk=text).exists()
    return name_on(int(text), today) if is_seen else ""


def seen(user: Any, day: date, today: date) -> UnitQuerySet:
    """The units that the user may see today and that were open on `day`."""
    return Unit.objects.visible_to(user, today).open_on(day)


def visible_ids(user: Any, above: Sequence[tuple[int, str]], today: date) -> set[int]:
    """Which of these (id, name) the user may open."""
    found = Unit.objects.visible_to(user, today).filter(pk__in=[unit_id for unit_id, _ in above])
    return set(found.values_list("pk", flat=True))


def roots(user: Any, day: date, today: date) -> list[Node]:
    """Where the user's view of that day's tree begins: units without a visible parent on that day."""
    visible = Unit.objects.visible_to(user, today)
    below_one = UnitParent.objects.filter(validity__contains=day, parent_id__in=visible.values("pk"))
    tops = seen(user, day, today).exclude(pk__in=below_one.values("unit_id"))
    return nodes(tops.named(day).select_related("kind")[:ROWS_A_PAGE], visible, day)


def branch(user: Any, unit_id: int, day: date, today: date, page: Any = 1) -> Page[Node]:
    """The units directly below on that day, sorted by kind and name, at most 100 a page."""
    below = Unit.objects.children_of(unit_id, day).values("pk")
    children = seen(user, day, today).filter(pk__in=below).named(day)
    found: Page[Any] = Paginator(children.select_related("kind"), ROWS_A_PAGE).get_page(page)
    found.object_list = nodes(found.object_list, Unit.objects.visible_to(user, today), day)
    return found


def branches(user: Any, unit_ids: Sequence[int], day: date, today: date) -> dict[int, list[Node]]:
    """The first 100 units directly below each of these units: {unit id: nodes}. Two statements for all of them."""
    edges = UnitParent.objects.filter(parent_id__in=unit_ids, validity__contains=day)
    parents = dict(edges.values_list("unit_id", "parent_id"))
    found: dict[int, list[Node]] = {unit_id: [] for unit_id in unit_ids}
    children = seen(user, day, today).filter(pk__in=parents).named(day)
    for node in nodes(children.select_related("kind"), Unit.objects.visible_to(user, today), day):
        found[parents[node.id]].append(node)
    return {unit_id: below[:ROWS_A_PAGE] for unit_id, below in found.items()}


def nodes(units: Iterable[Any], visible: UnitQuerySet, day: date) -> list[Node]:
    """Lines of the tree for units that carry `named(day)` and their kind; only visible units are counted."""
    shown = list(units)
    below = UnitAncestry.objects.filter(
        ancestor_id__in=[unit.pk for unit in shown],
        descendant_id__in=visible.values("pk"),
        validity__contains=day,
        depth__gt=0,
    )
    counts = {
        row["ancestor_id"]: row
        for row in below.values("ancestor_id").annotate(near=Count("pk", filter=Q(depth=1)), all=Count("pk"))
    }
    none = {"near": 0, "all": 0}
    return [
        Node(
            id=unit.pk,
            name=unit.name,
            short_name=unit.short_name,
            code=unit.code or "",
            kind=unit.kind.name,
            children=counts.get(unit.pk, none)["near"],
            descendants=counts.get(unit.pk, none)["all"],
        )
        for unit in shown
    ]


@dataclass(frozen=True)
class Twig:
    """A node as the page draws it: `twigs` are the units below when the branch is open, None when it is folded."""

    node: Node
    twigs: list["Twig"] | None

    @property
    def is_flat(self) -> bool:
        """Whether nothing stands below the units of this open branch, so that they fit in columns."""
        return bool(self.twigs) and not any(twig.node.children for twig in self.twigs or [])

    @property
    def left_out(self) -> int:
        return self.node.children - len(self.twigs or [])


def opened(user: Any, unit_ids: Sequence[int], day: date, today: date) -> list[Twig]:
    """The tree with its roots and these units open, and all that is above these units. Six statements at most."""
    above = [unit_id for way in lineages(unit_ids, day).values() for unit_id, _ in way]
    tops = roots(user, day, today)
    below = branches(user, [*unit_ids, *above, *(top.id for top in tops)], day, today)

    def twig(node: Node) -> Twig:
        return Twig(node, [twig(child) for child in below[node.id]] if node.id in below else None)

    return [twig(top) for top in tops]


def kind_counts(user: Any, day: date, today: date) -> list[KindCount]:
    """How many units of each kind were open on that day, in the order of kinds."""
    rows = seen(user, day, today).values("kind__name").annotate(count=Count("pk")).order_by("kind__rank")
    return [KindCount(row["kind__name"], row["count"]) for row in rows]


def search(
    user: Any, text: str, day: date, today: date, page: Any = 1, size: int = ROWS_A_PAGE
) -> Page[Found]:
    """Units open on `day` whose name (of any time) or code fits, best first; accents and case do not matter.

    Best: the short name itself, then its beginning, then the beginning of a word, then names alike (mistyped).
    """
    key = Unaccent(Value(text.strip()))
    fitting = begins_a_word(key) | Q(search_key__trigram_word_similar=key)
    names = UnitName.objects.filter(fitting).annotate(short=Unaccent(F("short_name")))
    codes = UnitCode.objects.filter(code__iexact=text.strip(), validity__contains=day)
    best = (
        names.filter(unit_id=OuterRef("pk"))
        .annotate(rank=rank(key), is_now=Q(validity__contains=day))
        .order_by("rank", "-is_now")
    )
    units = (
        seen(user, day, today)
        .filter(Q(pk__in=names.values("unit_id")) | Q(pk__in=codes.values("unit_id")))
        .named(day)
        .annotate(rank=Subquery(best.values("rank")[:1]), hit=Subquery(best.values("name")[:1]))
        .select_related("kind")
        .order_by(F("rank").asc(nulls_first=True), "kind__rank", "sort_key", "pk")
    )
    found: Page[Any] = Paginator(units, size).get_page(page)
    found.object_list = _found(list(found.object_list), day)
    return found


def begins_a_word(key: Unaccent) -> Q:
    """ "yen" fits Yên Mỹ and Hưng Yên, not every Huyện đoàn."""
    return Q(search_key__startswith=key) | Q(search_key__contains=Concat(Value(" "), key))


def rank(key: Unaccent) -> Case:
    """How well a name fits: 0 the short name itself, 1 its beginning, 2 the beginning of a word, 3 only alike."""
    return Case(
        When(short=key, then=Value(0)),
        When(short__startswith=key, then=Value(1)),
        When(begins_a_word(key), then=Value(2)),
        default=Value(3),
    )


def _found(units: list[Any], day: date) -> list[Found]:
    above = paths([unit.pk for unit in units], day)
    return [
        Found(
            id=unit.pk,
            name=unit.name,
            code=unit.code or "",
            kind=unit.kind.name,
            path=" · ".join(above.get(unit.pk, [])),
            former_name=unit.hit if unit.hit and unit.hit != unit.name else "",
        )
        for unit in units
    ]


def paths(unit_ids: Sequence[int], day: date) -> dict[int, list[str]]:
    """The short names above each unit on that day, the nearest first."""
    return {unit_id: [name for _, name in above] for unit_id, above in lineages(unit_ids, day).items()}


def lineages(unit_ids: Sequence[int], day: date) -> dict[int, list[tuple[int, str]]]:
    """(id, short name) of the units above each unit on that day, the nearest first."""
    names = UnitName.objects.filter(unit_id=OuterRef("ancestor_id"), validity__contains=day)
    rows = (
        UnitAncestry.objects.filter(descendant_id__in=unit_ids, validity__contains=day, depth__gt=0)
        .annotate(name=Subquery(names.values("short_name")[:1]))
        .order_by("descendant_id", "depth")
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault(row.descendant_id, []).append((row.ancestor_id, row.name))
    return found
