"""The tree of any day, its branches one by one, the unit picker's options, and the page of one unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.core.clock import today as local_today
from apps.core.vietnamese import day as written
from apps.units import queries
from apps.units.forms.acts import TreeForm
from apps.units.permissions import MANAGE_UNITS, VIEW_HOLDERS, VIEW_UNITS, check_anywhere
from apps.units.views.door import refusal, unit_or_404

OPEN_AT_ONCE = 20
OPTIONS = 20
# (route, label, icon, whether the unit must still be open)
ACTS = (
    ("units:rename", "Đổi tên từ ngày", "pencil", True),
    ("units:move", "Chuyển cấp trên từ ngày", "signpost-split", True),
    ("units:close", "Đóng từ ngày", "archive", True),
    ("units:correct", "Sửa lỗi gõ", "pencil-square", False),
)


@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    check_anywhere(VIEW_UNITS, request.user)
    today, form = local_today(), TreeForm(request.GET)
    text, day = form.read(today)
    counts = queries.kind_counts(request.user, day, today)
    context = {
        "form": form,
        "text": text,
        "day": day,
        "today": today,
        "counts": counts,
        "total": sum(count.count for count in counts),
        "found": {"label": "Thêm đơn vị", "icon": "plus-lg", "url": reverse("units:found")}
        | {"primary": True, "reason": refusal(request.user, MANAGE_UNITS)},
    }
    if text:
        context["page"] = queries.search(request.user, text, day, today, request.GET.get("page"))
    else:
        context["twigs"] = queries.opened(request.user, asked_open(request), day, today)
    return render(request, "units/tree.html", context)


@require_GET
def branch(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The units directly below one unit on a day, as a fragment for the tree."""
    today = local_today()
    unit = unit_or_404(request.user, unit_id, today)
    _, day = TreeForm(request.GET).read(today)
    page = queries.branch(request.user, unit.pk, day, today, request.GET.get("page"))
    twigs = [queries.Twig(node, None) for node in page.object_list]
    is_flat = not any(twig.node.children for twig in twigs)
    context = {"unit": unit, "twigs": twigs, "page": page, "day": day, "today": today}
    context["is_flat"] = is_flat
    return render(request, "units/_branch.html", context)


@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """Options of the unit picker: units open on the day whose name or code fits, best first."""
    check_anywhere(VIEW_UNITS, request.user)
    today = local_today()
    text, day = TreeForm(request.GET).read(today)
    page = queries.search(request.user, text, day, today, size=OPTIONS)
    context = {"units": page.object_list, "more": max(page.paginator.count - OPTIONS, 0)}
    return render(request, "components/unit_options.html", context)


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    today = local_today()
    found = unit_or_404(request.user, unit_id, today)
    _, asked = TreeForm(request.GET).read(today)
    why_no_people = refusal(request.user, VIEW_HOLDERS, found)
    card = queries.unit_card(found, asked, with_people=not why_no_people)
    context = {
        "card": card,
        "asked": asked,
        "today": today,
        "linked": queries.visible_ids(request.user, card.above, today),
        "page": queries.branch(request.user, found.pk, card.on, today, request.GET.get("page")),
        "holders": [] if why_no_people else queries.holders(found, card.on),
        "why_no_people": why_no_people,
        "acts": act_buttons(card, refusal(request.user, MANAGE_UNITS, found)),
    }
    return render(request, "units/unit.html", context)


def asked_open(request: HttpRequest) -> list[int]:
    """The branches that the address asks to be open (`mo`), as far as they are numbers."""
    asked = [int(text) for text in request.GET.getlist("mo") if text.isascii() and text.isdigit()]
    return [unit_id for unit_id in asked if unit_id < 2**63][:OPEN_AT_ONCE]


def act_buttons(card: queries.Card, why_not: str) -> list[dict[str, str]]:
    """The acts on a unit; each sleeps with its reason for those who may not, and for a closed unit."""
    closed = f"đơn vị đã đóng từ {written(card.unit.closed_on)}." if card.unit.closed_on else ""
    below = {"label": "Thêm đơn vị cấp dưới", "icon": "plus-lg", "reason": why_not or closed}
    below["url"] = f"{reverse('units:found')}?cap-tren={card.unit.pk}"
    return [below] + [
        {
            "label": label,
            "icon": icon,
            "url": reverse(route, args=[card.unit.pk]),
            "reason": why_not or (closed if needs_open else ""),
        }
        for route, label, icon, needs_open in ACTS
    ]
