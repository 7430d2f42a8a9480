"""Invented plans of support for weak branches, and models worth copying that spread from commune to commune."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from apps.accounts.models import User
from apps.branches.enums import PracticeAct, PracticeState, SupportResult, WeakReason
from apps.branches.models import Adoption, Practice, PracticeStep, SupportPlan
from apps.cadres.models import Appointment
from apps.dashboard.services.demo.branches.ground import Branch
from apps.dashboard.services.demo.cadres.lives import LAST_DAY
from apps.dashboard.services.demo.cadres.terms import day_between

MEASURES = (
    "Ủy viên Ban Chấp hành Đoàn xã dự sinh hoạt hằng tháng; cùng cấp ủy thôn rà soát thanh niên từ 16 đến 30 tuổi.",
    "Kiện toàn ban chấp hành; ghép sinh hoạt với chi đoàn bên cạnh trong ba tháng; giao một phần việc vừa sức.",
    "Gặp từng thanh niên đi làm ăn xa qua mạng; chuyển giờ sinh hoạt sang tối thứ Bảy; mời bí thư chi bộ cùng dự.",
)
# (title, what it solves, how, whether the province recommends it)
MODELS = (
    ("Sinh hoạt chi đoàn trên bờ đê", "Nhà văn hóa thôn chưa có, buổi họp ít người.",
     "Mỗi tháng một buổi sinh hoạt ngoài trời gắn với dọn vệ sinh bờ đê; bí thư chi bộ cùng dự.", True),
    ("Tủ sách đổi rác", "Rác nhựa ven đường thôn, thiếu nhi thiếu sách.",
     "Một ki-lô-gam vỏ chai đổi một cuốn sách; đoàn viên trực sáng Chủ nhật.", True),
    ("Tổ hỗ trợ dịch vụ công tại thôn", "Người cao tuổi khó nộp hồ sơ trực tuyến.",
     "Hai đoàn viên trực nhà văn hóa tối thứ Năm, làm hộ trên điện thoại, có sổ ghi việc.", True),
    ("Vườn rau góp quỹ chi đoàn", "Chi đoàn không có kinh phí hoạt động.",
     "Mượn đất chưa dùng của thôn trồng rau sạch, bán cho bếp ăn trường học, thu chi công khai.", True),
    ("Camera an ninh thanh niên", "Trộm cắp vặt ở đường liên thôn.",
     "Vận động lắp camera, đoàn viên kỹ thuật bảo trì, công an xã quản lý dữ liệu.", False),
    ("Câu lạc bộ đá bóng nữ công nhân", "Nữ công nhân trọ ít chỗ sinh hoạt.",
     "Tối thứ Tư tập chung với chi đoàn công ty, mỗi quý một giải nhỏ.", False),
)  # fmt: skip


def seed_help(branches: Iterable[Branch], officer: User) -> None:
    """Plans for the weak, models from the lively."""
    listed = sorted(branches, key=lambda branch: branch.pk)
    _support([branch for branch in listed if branch.is_weak and branch.is_residential], officer)
    _spread([branch for branch in listed if not branch.is_weak], officer)


def _support(weak: list[Branch], officer: User) -> None:
    """Seven of ten weak branches get a plan; the supporter is the secretary of the commune on that day."""
    heads = list(Appointment.objects.filter(position="SECRETARY", unit__kind="GRASSROOTS"))
    plans = []
    for branch in weak:
        rng = Random(f"hỗ trợ {branch.key}")
        since = day_between(rng, date(2020, 3, 1), date(2021, 6, 30))
        supporter = next(
            (post for post in heads if post.unit_id == branch.commune.pk and since in post.validity), None
        )
        if supporter and rng.random() < 0.7 and branch.is_open(since):
            plans.append(_plan(rng, branch, since, supporter.cadre_id, officer))
    SupportPlan.objects.bulk_create(plans)


def _plan(rng: Random, branch: Branch, since: date, supporter: int, officer: User) -> SupportPlan:
    due = since + timedelta(days=rng.choice([90, 120, 180]))
    plan = SupportPlan(
        branch_id=branch.pk,
        reasons=[WeakReason.SMALL],
        supporter_id=supporter,
        measures=rng.choice(MEASURES),
        starts_on=since,
        due_on=due,
        made_by=officer,
    )
    if due <= LAST_DAY:
        plan.ended_on, plan.result = due, _result(branch, due)
    elif branch.closed_on and branch.closed_on > since:
        plan.ended_on, plan.result = branch.closed_on, SupportResult.MERGED
    return plan


def _result(branch: Branch, day: date) -> SupportResult:
    if branch.closed_on and branch.closed_on <= day:
        return SupportResult.MERGED
    step = (day.year - 2019) * 4 + (day.month - 1) // 3
    return SupportResult.RECOVERED if branch.is_strong(step) else SupportResult.UNCHANGED


def _spread(lively: list[Branch], officer: User) -> None:
    adoptions, steps = [], []
    for title, problem, method, is_recommended in MODELS:
        rng = Random(f"mô hình {title}")
        origin = rng.choice(lively)
        started_on = day_between(rng, date(2019, 3, 1), date(2020, 6, 30))
        practice = Practice.objects.create(
            unit_id=origin.pk,
            title=title,
            problem=problem,
            method=method,
            outcome="Duy trì đều, thêm đoàn viên tham gia (minh họa).",
            started_on=started_on,
            state=PracticeState.RECOMMENDED if is_recommended else PracticeState.NOMINATED,
            note="Phù hợp với chi đoàn địa bàn dân cư." if is_recommended else "",
            nominated_by=officer,
        )
        if is_recommended:
            note = practice.note
            steps.append(PracticeStep(practice=practice, act=PracticeAct.RECOMMEND, note=note, by=officer))
            adoptions += _adopted(rng, practice, origin, lively, officer)
    PracticeStep.objects.bulk_create(steps)
    Adoption.objects.bulk_create(adoptions)


def _adopted(
    rng: Random, practice: Practice, origin: Branch, lively: list[Branch], officer: User
) -> list[Adoption]:
    """First near, then far, ever more."""
    near = [
        branch
        for branch in lively
        if branch is not origin and branch.commune.lineage == origin.commune.lineage
    ]
    others = [branch for branch in lively if branch is not origin and branch not in near]
    chosen = rng.sample(near, min(len(near), 3)) + rng.sample(others, rng.randint(8, 30))
    rows = []
    for branch in chosen:
        day = day_between(rng, max(practice.started_on, branch.opened_on) + timedelta(days=60), LAST_DAY)
        if branch.is_open(day):
            rows.append(Adoption(practice=practice, unit_id=branch.pk, adopted_on=day, recorded_by=officer))
    return rows
