"""Who may do what with the register. `lineage` is that of the unit that keeps the file (`Cadre.with_lineage`)."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from apps.cadres.enums import ExportKind
from apps.cadres.models import Cadre, CadreExport
from apps.core.exceptions import NotAllowed, refusal
from apps.units.enums import Relation, Role
from apps.units.models import UnitAncestry
from apps.units.permissions import Act, check, check_anywhere, is_granted, relations
from apps.units.queries import acting

OWN, BELOW = Relation.OWN, Relation.BELOW
SEEING = frozenset({OWN, BELOW})
KEEPERS = {Role.ORGANISATION: SEEING, Role.DISTRICT_SECRETARY: SEEING}

VIEW = Act(
    "cadres.view",
    "Xem danh sách, hồ sơ và nhận định về cán bộ",
    {
        Role.STANDING: SEEING,
        Role.ORGANISATION: SEEING,
        Role.DISTRICT_SECRETARY: SEEING,
        Role.COMMUNE_SECRETARY: frozenset({OWN}),
        Role.VIEWER: SEEING,
    },
    "Đồng chí không xem được cán bộ của đơn vị này.",
)
VIEW_PRIVATE = Act(
    "cadres.view_private",
    "Xem ngày sinh, điện thoại, thư điện tử, đảng tịch của cán bộ; mở tệp quyết định",
    {Role.STANDING: SEEING, **KEEPERS},
    "Thông tin này chỉ dành cho người phụ trách công tác cán bộ của đơn vị.",
)
EDIT = Act(
    "cadres.edit",
    "Thêm, cập nhật hồ sơ; ghi việc giữ chức, quy hoạch, bồi dưỡng, đi cơ sở, xếp loại",
    KEEPERS,
    "Chỉ cấp quản lý cán bộ (tỉnh, huyện) được cập nhật hồ sơ này.",
)
SET_STANDARDS = Act(
    "cadres.standards",
    "Nhập bộ tiêu chuẩn chức danh, cách tính tuổi",
    {Role.ORGANISATION: SEEING},
    "Chỉ cán bộ Ban Tổ chức – Kiểm tra được nhập bộ tiêu chuẩn.",
)
RIGHTS = Act(
    "cadres.rights",
    "Ghi và trả lời yêu cầu của cán bộ về dữ liệu của mình, xuất bản sao",
    KEEPERS,
    "Chỉ cấp quản lý cán bộ (tỉnh, huyện) được trả lời yêu cầu về dữ liệu của cán bộ này.",
)
ANONYMISE = Act(
    "cadres.anonymise",
    "Ẩn danh hồ sơ theo yêu cầu; tìm trong toàn hệ thống nơi có tên cán bộ",
    {Role.ORGANISATION: SEEING},
    "Chỉ cán bộ Ban Tổ chức – Kiểm tra được ẩn danh hồ sơ.",
)
ACTS = (VIEW, VIEW_PRIVATE, EDIT, SET_STANDARDS, RIGHTS, ANONYMISE)
ANONYMISED = "Hồ sơ này đã được ẩn danh, không ghi thêm được."
PRIVATE = ("born_on", "party_joined_on", "phone", "email")  # fields of Cadre that VIEW_PRIVATE guards
ROUTES: dict[str, Act | None] = {
    "cadres:index": VIEW,
    "cadres:cadre": VIEW,
    "cadres:history": VIEW,
    "cadres:new": EDIT,
    "cadres:edit": EDIT,
    "cadres:imports": EDIT,
    "cadres:import_template": EDIT,
    "cadres:import": EDIT,
    "cadres:import_columns": EDIT,
    "cadres:import_start": EDIT,
    "cadres:import_discard": EDIT,
    "cadres:merge": EDIT,
    "cadres:appoint": EDIT,
    "cadres:end": EDIT,
    "cadres:move": EDIT,
    "cadres:correct": EDIT,
    "cadres:attach": EDIT,
    "cadres:withdraw": EDIT,
    "cadres:decision": VIEW_PRIVATE,
    "cadres:requests": RIGHTS,
    "cadres:rights": RIGHTS,
    "cadres:settle": RIGHTS,
    "cadres:export": RIGHTS,
    "cadres:anonymise": ANONYMISE,
    "cadres:training_new": EDIT,
    "cadres:visit_new": EDIT,
    "cadres:rating_new": EDIT,
    "cadres:placement_new": EDIT,
    "cadres:plan": VIEW,
    "cadres:plan_open": EDIT,
    "cadres:review_new": EDIT,
    "cadres:candidate_new": EDIT,
    "cadres:candidate": EDIT,
    "cadres:candidate_remove": EDIT,
    "cadres:forecast": VIEW_PRIVATE,
    "cadres:board": VIEW,
    "cadres:standards": VIEW,
    "cadres:standard_set": VIEW,
    "cadres:standard_copy": SET_STANDARDS,
    "cadres:standard_describe": SET_STANDARDS,
    "cadres:standard_new": SET_STANDARDS,
    "cadres:standard_edit": SET_STANDARDS,
    "cadres:standard_remove": SET_STANDARDS,
    "cadres:standard_discard": SET_STANDARDS,
    "cadres:standard_preview": SET_STANDARDS,
    "cadres:standard_end": SET_STANDARDS,
    "cadres:standard_correct": SET_STANDARDS,
    "cadres:workbook_new": VIEW,  # the kinds that tell birth dates: VIEW_PRIVATE
    "cadres:workbook": None,  # any signed-in person, who finds only own exports (`CadreExport.objects.visible_to`)
    "cadres:workbook_file": None,
}
PUBLIC: frozenset[str] = frozenset()


def check_can_view(user: Any, cadre: Cadre) -> None:
    _check(VIEW, user, cadre)


def check_can_view_private(user: Any, cadre: Cadre) -> None:
    _check(VIEW_PRIVATE, user, cadre)


def check_can_view_list(user: Any) -> None:
    check_anywhere(VIEW, user)


def check_can_record(user: Any) -> None:
    """Whether the person keeps the cadres of any unit."""
    check_anywhere(EDIT, user)


def check_can_edit(user: Any, cadre: Cadre) -> None:
    _check(EDIT, user, cadre)
    if cadre.anonymised_at:
        raise NotAllowed(ANONYMISED)


def check_can_answer_requests(user: Any, cadre: Cadre) -> None:
    _check(RIGHTS, user, cadre)


def check_can_list_requests(user: Any) -> None:
    check_anywhere(RIGHTS, user)


def check_can_anonymise(user: Any, cadre: Cadre) -> None:
    _check(ANONYMISE, user, cadre)
    if cadre.anonymised_at:
        raise NotAllowed(ANONYMISED)


def may_search_everywhere(user: Any) -> bool:
    """Whether texts of the whole system may be shown for a name: of a file with an invented name, too."""
    return not refusal(check_anywhere, ANONYMISE, user)


def check_can_keep(user: Any, *, lineage: Any, unit_id: int) -> None:
    """Whether the person may record cadres and appointments of this unit."""
    check(EDIT, user, lineage=lineage, unit_id=unit_id)


def check_can_set_standards(user: Any) -> None:
    check_anywhere(SET_STANDARDS, user)


def reached(act: Act, user: Any, today: date) -> QuerySet[Any, Any]:
    """Ids of all units whose cadres the person may do this with."""
    own, below = reach(act, user)
    seen = UnitAncestry.objects.filter(
        Q(depth=0, ancestor_id__in=own) | Q(depth__gt=0, ancestor_id__in=below), validity__contains=today
    )
    return seen.values("descendant_id")


def reach(act: Act, user: Any) -> tuple[list[int], list[int]]:
    """Ids of the units at which the person may do it, and of those below which."""
    held = [(unit_id, act.grants.get(role, frozenset())) for unit_id, role in acting(user)]
    return [unit for unit, to in held if OWN in to], [unit for unit, to in held if BELOW in to]


def export_act(kind: str) -> Act:
    """Counts by position can be of one person: like lists with ages, they are for those who may read birth dates."""
    return VIEW if kind == ExportKind.LIST else VIEW_PRIVATE


def held_reach(user: Any) -> dict[str, list[list[int]]]:
    """The units whose cadres, and whose private data, the person sees, to be compared later."""
    return {act.code: [sorted(ids) for ids in reach(act, user)] for act in (VIEW, VIEW_PRIVATE)}


def check_can_take(user: Any, export: CadreExport) -> None:
    """The file may be taken as long as everything that it was made with is still in sight."""
    now = held_reach(user)
    for act, made_with in export.made_with.items():
        if any(not set(then) <= set(held) for then, held in zip(made_with, now[act], strict=True)):
            raise NotAllowed("Vai trò của đồng chí đã đổi từ lúc xuất tệp này: mời đồng chí xuất lại.")


def sees_private(user: Any, cadre: Cadre) -> bool:
    held = relations(user, cadre.lineage, cadre.unit_id)  # type: ignore[attr-defined]
    return is_granted(VIEW_PRIVATE, held)


def _check(act: Act, user: Any, cadre: Cadre) -> None:
    check(act, user, lineage=cadre.lineage, unit_id=cadre.unit_id)  # type: ignore[attr-defined]
