"""Typing a report: the page, one row, last quarter's stocks, one text."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed, Stale
from apps.core.offline import keep_offline
from apps.jobs.services import deliver_once
from apps.reports import services
from apps.reports.forms import RowPost, row_post, whole
from apps.reports.models import Report
from apps.reports.permissions import visible_rows
from apps.reports.queries.cells import Refused
from apps.reports.queries.page import Look, report_page
from apps.reports.views.door import report_or_404, row_or_404, whole_or_404

View = Callable[..., HttpResponse]


def saying_why(view: View) -> View:
    """While one types, a refusal comes as a sentence to show beside the typed text, not as a page in its place."""

    @wraps(view)
    def told(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            if not request.htmx:  # type: ignore[attr-defined]
                raise
            return HttpResponse(refused.reason, status=403, content_type="text/plain; charset=utf-8")

    return told


@require_GET
def report(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    """The grid, one row of it (`?dong=`), one block (`?phan=`), or the texts."""
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    look = Look(block=whole(request.GET.get("phan")), unit_id=whole(request.GET.get("dong")))
    return show(request, found, now, look)


def show(
    request: HttpRequest, found: Report, now: datetime, look: Look, status: int = 200, refusal: str = ""
) -> HttpResponse:
    page = report_page(found, request.user, now, look)
    context = {"page": page, "key": uuid4(), "refusal": refusal}
    response = render(request, "reports/report.html", context, status=status)
    return keep_offline(request, response) if page.is_own_row else response


@require_POST
@saying_why
def save_row(request: HttpRequest, period: str, unit_id: int, row_unit_id: int) -> HttpResponse:
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    row_or_404(request, found, row_unit_id)
    post = row_post(request.POST)
    look, status = _save(request, found, row_unit_id, post, now)
    found = report_or_404(request, period, unit_id, now)
    if request.htmx:  # type: ignore[attr-defined]
        page = report_page(found, request.user, now, look)
        grow = page.shown_row(row_unit_id)
        return render(request, "reports/_saved.html", {"page": page, "grow": grow}, status=status)
    if status == 200:
        return redirect(f"{page_url(found, look)}#dong-{row_unit_id}")
    return show(request, found, now, look, status)


def _save(
    request: HttpRequest, found: Report, row_unit_id: int, post: RowPost, now: datetime
) -> tuple[Look, int]:
    """How the page looks after saving, and the answer's status: 409 stale, 422 something refused."""
    alone = row_unit_id if post.is_single else None

    def act() -> dict[str, str]:
        saved = services.save_row(
            user=request.user,
            report_id=found.pk,
            unit_id=row_unit_id,
            version=post.version,
            cells=post.cells,
            seen=post.seen,
            now=now,
        )
        return {code: item.message for code, item in saved.refused.items()}

    try:
        told = deliver_once(actor=request.user, path=request.path, post=request.POST, act=act)
    except Stale:
        return Look(block=post.block, unit_id=alone, stale={row_unit_id: post.texts}), 409
    refused = {(row_unit_id, code): Refused(post.texts.get(code, ""), said) for code, said in told.items()}
    return Look(block=post.block, unit_id=alone, refused=refused), 422 if refused else 200


def page_url(found: Report, look: Look) -> str:
    row = f"&dong={look.unit_id}" if look.unit_id else ""
    return f"{found.get_absolute_url()}?phan={look.block or ''}{row}"


@require_POST
def copy_previous(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    """Last quarter's stocks into the boxes that are still empty: of one row (`dong`), or of all."""
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    row = whole(request.POST.get("dong"))
    if row:
        row_or_404(request, found, row)
    rows = [row] if row else visible_rows(request.user, found)
    count = services.copy_previous(user=request.user, report_id=found.pk, unit_ids=rows, now=now)
    told = f"Đã chép {count} ô từ quý trước." if count else "Không còn ô trống nào có số quý trước để chép."
    messages.success(request, told)
    return redirect(page_url(found, Look(block=whole(request.POST.get("phan")), unit_id=row)))


@require_POST
def confirm_register(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    """What the register of cadres says, into the boxes that wait for it: of one row (`dong`), or of all."""
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    row = whole(request.POST.get("dong"))
    if row:
        row_or_404(request, found, row)
    rows = [row] if row else visible_rows(request.user, found)
    seal = request.POST.get("dau-so", "")
    try:
        count = services.confirm_register(
            user=request.user, report_id=found.pk, unit_ids=rows, seal=seal, now=now
        )
        messages.success(request, f"Đã xác nhận {count} số từ sổ.")
    except Stale as stale:
        messages.warning(request, stale.reason)
    return redirect(page_url(found, Look(block=whole(request.POST.get("phan")), unit_id=row)))


@require_POST
@saying_why
def save_text(request: HttpRequest, period: str, unit_id: int, item_id: int) -> HttpResponse:
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    item = get_object_or_404(found.form.texts, pk=item_id)
    body = request.POST.get("noi-dung", "")
    version = whole(request.POST.get("ghi-de")) or whole(request.POST.get("phien-ban")) or 0
    error, status = "", 200
    try:
        services.save_text(
            user=request.user, report_id=found.pk, item_id=item.pk, version=version, body=body, now=now
        )
    except Stale as stale:
        error, status = stale.reason, 409
    except ValidationError as refused:
        error, status = refused.messages[0], 422
    return _text_answer(request, found, item_id, Refused(body, error) if error else None, now, status)


def _text_answer(
    request: HttpRequest, found: Report, item_id: int, refused: Refused | None, now: datetime, status: int
) -> HttpResponse:
    found = whole_or_404(request, found.period.slug, found.unit_id, now)
    look = Look(block=whole(request.POST.get("phan")), texts={item_id: refused} if refused else {})
    if not request.htmx:  # type: ignore[attr-defined]
        return show(request, found, now, look, status) if refused else redirect(page_url(found, look))
    page = report_page(found, request.user, now, look)
    field = next(field for field in page.fields if field.item_id == item_id)
    context = {"page": page, "field": field, "is_stale": status == 409}
    return render(request, "reports/_text_saved.html", context, status=status)
