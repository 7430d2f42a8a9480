"""The home page: one of five, by the widest role that the person holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.branches.queries import moment_at, moment_of
from apps.core.clock import today
from apps.dashboard.queries.administrator import administrator_home
from apps.dashboard.queries.branches import branch_home, commune_todos, rated_column, support_todos
from apps.dashboard.queries.home import now_label, overseer_frame, overseer_home
from apps.dashboard.queries.reporter import reporter_home
from apps.dashboard.queries.rounds import round_columns, round_todos
from apps.dashboard.queries.shell import Frame, entries, frame, main_role
from apps.units.enums import Role
from apps.units.queries import shown_day


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Everybody signed in; a person without a role reads whom to turn to."""
    main = main_role(request.user)
    if main is None:
        return render(request, "dashboard/home_stranger.html")
    unit_id, role = main
    return HOMES.get(role, overseer)(request, unit_id)


def overseer(request: HttpRequest, unit_id: int) -> HttpResponse:
    """?ky= chooses the quarter whose reports are shown, ?so-lieu= that of the figures; 404 for one there is not."""
    return show_overseer(request, unit_id, overseer_frame(request.user, unit_id, today()))


def show_overseer(request: HttpRequest, unit_id: int, around: Frame) -> HttpResponse:
    asked = {"quarter": request.GET.get("ky", ""), "figures": request.GET.get("so-lieu", "")}
    page = overseer_home(request.user, unit_id, around, **asked)
    if page is None:
        raise Http404
    return show(request, "dashboard/home.html", page)


def viewer(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The state of the quarter; of a unit whose figures stand in another's report, its row there."""
    around = overseer_frame(request.user, unit_id, today())
    if around.more["reporting"]:
        return show_overseer(request, unit_id, around)
    row = reporter_home(request.user, unit_id, today(), around, may_fill=False)
    return show(request, "dashboard/home_reporter.html", row)


def reporter(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The district's report, the weak branches that wait for its help, and what waits for it in the rounds."""
    around, day = branches_frame(request.user)
    page = reporter_home(request.user, unit_id, today(), around)
    moment = moment_at(page.now, day)
    todos = [*round_todos(around, moment.now), *support_todos(request.user, day, around)]
    return show(request, "dashboard/home_reporter.html", page, todos=todos)


def commune(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The row of the district's report, what branches owe, what waits in the rounds, which branches wait for help."""
    around, day = branches_frame(request.user)
    page = reporter_home(request.user, unit_id, today(), around)
    moment = moment_at(page.now, day)
    todos = [*commune_todos(request.user, unit_id, moment), *round_todos(around, moment.now)]
    todos += support_todos(request.user, day, around)
    return show(request, "dashboard/home_reporter.html", page, todos=todos)


def branches_frame(user: Any) -> tuple[Frame, date]:
    """The frame with what is read along for branches and rounds, and the day that their pages show."""
    day = shown_day(user)
    return frame(user, today(), **rated_column(day), **round_columns(user)), day


def branch(request: HttpRequest, unit_id: int) -> HttpResponse:
    around = frame(request.user, today(), **round_columns(request.user))
    page = branch_home(unit_id, moment_of(request.user), around)
    return show(request, "dashboard/home_branch.html", page)


def administrator(request: HttpRequest, _unit_id: int) -> HttpResponse:
    return show(request, "dashboard/home_administrator.html", administrator_home(request.user, today()))


def show(request: HttpRequest, template: str, page: Any, **more: Any) -> HttpResponse:
    """The page with its frame, which was read along with it."""
    context = {
        "page": page,
        "now_label": now_label(page.now),
        "nav": entries(request.user, page.frame.waiting, "dashboard:home"),
        "unit_name": page.frame.unit_name,
        "role_label": page.frame.role_label,
        **more,
    }
    return render(request, template, context)


HOMES: dict[Role, Callable[[HttpRequest, int], HttpResponse]] = {
    Role.DISTRICT_SECRETARY: reporter,
    Role.COMMUNE_SECRETARY: commune,
    Role.BRANCH_SECRETARY: branch,
    Role.VIEWER: viewer,
    Role.ADMINISTRATOR: administrator,
}
