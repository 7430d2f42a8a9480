"""The papers of a position: attach one, take off the wrong one, give one back to those who may read it."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from apps.cadres import services
from apps.cadres.forms.posts import AttachForm, WithdrawForm
from apps.cadres.views.door import actor_of, appointment_or_404, paper_or_404
from apps.cadres.views.posts import Page, act_on, act_page, acted, shown
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.files.services import serve

ATTACH = Page(
    AttachForm,
    "Đính kèm quyết định",
    "Mỗi lần một tệp; một việc giữ chức có thể có nhiều tệp. Quyết định có ngày sinh: chỉ người phụ trách mở được.",
    "Đính kèm",
    "Đã đính kèm quyết định.",
)
WITHDRAW = Page(
    WithdrawForm,
    "Gỡ tệp quyết định",
    "Chỉ gỡ tệp đính nhầm: tệp không còn hiện trong hồ sơ; ai gỡ, lúc nào, vì sao vẫn được giữ.",
    "Gỡ tệp",
    "Đã gỡ tệp.",
)


@act_page
def attach(request: HttpRequest, cadre_id: int, appointment_id: int) -> HttpResponseBase:
    row = appointment_or_404(request.user, cadre_id, appointment_id, local_today())
    initial = {"kind": "ending" if row.ending else "appointing"}
    form = AttachForm(request.POST or None, request.FILES or None, initial=initial)
    return act_on(request, ATTACH, form, services.attach_decision, row)


@act_page
def withdraw(request: HttpRequest, cadre_id: int, paper_id: int) -> HttpResponseBase:
    today = local_today()
    paper = paper_or_404(request.user, cadre_id, paper_id, today, to_change=True)
    form, cadre = WithdrawForm(request.POST or None), paper.appointment.cadre
    given = {"paper_id": paper.pk, "today": today, "now": db_now()}
    return acted(request, WITHDRAW, form, services.withdraw_decision, given, cadre) or shown(
        request, WITHDRAW, form, cadre, paper.appointment
    )


@require_GET
def decision(request: HttpRequest, cadre_id: int, paper_id: int) -> HttpResponseBase:
    """The right is asked for at every download, and every download is logged."""
    paper = paper_or_404(request.user, cadre_id, paper_id, local_today())
    response = serve(paper.file)
    services.log_decision_read(actor=actor_of(request), cadre=paper.appointment.cadre, paper=paper)
    return response
