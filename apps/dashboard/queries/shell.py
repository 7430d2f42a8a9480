"""The frame of every page: which entries a person's roles open, what waits for them, where they belong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.dashboard.queries.permissions import gathered
from apps.dashboard.queries.quarters import below, count_of
from apps.reports.enums import OPEN_STATES, ReportState
from apps.reports.models import Report
from apps.units.enums import Role
from apps.units.models import UnitName
from apps.units.permissions import MANAGE_ACCOUNTS, MANAGE_PEOPLE, MANAGE_REFERENCE, OVERSEE_JOBS, Act
from apps.units.queries import acting

ENTRIES = (  # route, label, icon; the first three stand in the bottom bar of the phone
    ("dashboard:home", "Trang chủ", "house-door"),
    ("reports:index", "Báo cáo quý", "inbox"),
    ("indicators:index", "Chỉ tiêu", "graph-up"),
    ("cadres:index", "Cán bộ", "people"),
    ("branches:index", "Chi đoàn", "geo-alt"),
    ("assessments:index", "Xếp loại", "award"),
    ("units:people", "Người dùng", "person-gear"),
    ("units:tree", "Đơn vị", "diagram-3"),
    ("reviews:index", "Sơ kết", "journal-check"),
    ("dashboard:audit", "Nhật ký", "clock-history"),
    ("admin:index", "Quản trị", "gear"),
    ("jobs:index", "Việc nền", "activity"),
)
MOST_ENTRIES = 8  # what does not fit stands in the user's menu
# From the widest view to the narrowest: the first role held decides which home a person sees.
RANK = (
    Role.STANDING,
    Role.ORGANISATION,
    Role.DISTRICT_SECRETARY,
    Role.COMMUNE_SECRETARY,
    Role.BRANCH_SECRETARY,
    Role.VIEWER,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True)
class Entry:
    url: str
    label: str
    icon: str
    count: int
    active: bool


@dataclass(frozen=True)
class Frame:
    """`waiting`: reports that wait for this person to fill in or to approve; `more`: what a home page asked for."""

    unit_name: str
    role_label: str
    waiting: int
    more: dict[str, Any]


def main_role(user: Any) -> tuple[int, Role] | None:
    """(unit id, role) that decides the home page; None for a person without any role."""
    return min(acting(user), key=lambda held: RANK.index(held[1]), default=None)


def frame(user: Any, day: date, **more: Any) -> Frame:
    """The person's unit, role and waiting reports, and any further columns by name; one statement."""
    main = main_role(user)
    if main is None:
        return Frame("", "", 0, dict.fromkeys(more))
    unit_id, role = main
    named = UnitName.objects.filter(unit_id=unit_id, validity__contains=day)
    row = (
        named.annotate(waiting=count_of(_waiting(acting(user))), **more)
        .values("name", "waiting", *more)
        .first()
    )
    if row is None:
        return Frame("", role.label, 0, dict.fromkeys(more))
    return Frame(row["name"], role.label, row["waiting"], {name: row[name] for name in more})


def _waiting(held: Collection[tuple[int, Role]]) -> QuerySet[Report]:
    """What the home calls an act: own reports to fill in; those below (for Thường trực: the own one) to approve."""
    fills = [unit for unit, role in held if role in (Role.DISTRICT_SECRETARY, Role.ORGANISATION)]
    oversees = [unit for unit, role in held if role == Role.ORGANISATION]
    stands = [unit for unit, role in held if role == Role.STANDING]
    submitted = Q(state=ReportState.SUBMITTED)
    return Report.objects.filter(
        Q(unit_id__in=fills, state__in=OPEN_STATES)
        | (submitted & Q(unit_id__in=stands))
        | (submitted & Q(unit_id__in=below(oversees)))
    )


def entries(user: Any, waiting: int, here: str) -> list[Entry]:
    """At most eight entries that one of the person's roles opens; `here` is the route of the page shown."""
    return _entries(user, waiting, here)[:MOST_ENTRIES]


def entries_beyond(user: Any, here: str) -> list[Entry]:
    """Those that do not fit; "Việc nền" stands in the user's menu anyway."""
    jobs = reverse("jobs:index")
    return [entry for entry in _entries(user, 0, here)[MOST_ENTRIES:] if entry.url != jobs]


def _entries(user: Any, waiting: int, here: str) -> list[Entry]:
    held = {role for _, role in acting(user)}
    return [
        Entry(reverse(route), label, icon, waiting if route == "reports:index" else 0, is_here(route, here))
        for route, label, icon in ENTRIES
        if opens(route, held)
    ]


def opens(route: str, held: Collection[Role]) -> bool:
    """Whether one of these roles opens the page, by the permission table."""
    table = guards()
    act = table.get(route)
    return route in table and (act is None or any(role in act.grants for role in held))


@cache
def guards() -> dict[str, Act | None]:
    """Route name → the act that guards it, from the `permissions.py` of every app; some entries ask for more."""
    table = {name: act for _, module in gathered() for name, act in module.ROUTES.items()}
    return table | {"jobs:index": OVERSEE_JOBS, "admin:index": MANAGE_REFERENCE}


def is_here(route: str, here: str) -> bool:
    """An entry stands for all pages of its app; of the units two entries do: people, and the tree."""
    app = route.partition(":")[0]
    if app == "dashboard" or not here.startswith(f"{app}:"):
        return here == route
    about_people = guards().get(here) in (MANAGE_PEOPLE, MANAGE_ACCOUNTS)
    return app != "units" or about_people == (route == "units:people")
