"""Who may do what with branches. `lineage` is that of the branch, or of the commune whose village it is."""

from collections.abc import Collection
from typing import Any

from apps.units.enums import Relation, Role
from apps.units.models import Unit
from apps.units.permissions import Act, check, check_anywhere

OWN, BELOW = frozenset({Relation.OWN}), frozenset({Relation.BELOW})
SEEING = OWN | BELOW
KEEPERS = dict.fromkeys((Role.ORGANISATION, Role.DISTRICT_SECRETARY, Role.COMMUNE_SECRETARY), SEEING)

VIEW = Act(
    "branches.view",
    "Xem chi đoàn: địa bàn, số liệu, sinh hoạt, mô hình, kế hoạch hỗ trợ",
    {
        Role.STANDING: SEEING,
        Role.ORGANISATION: SEEING,
        Role.DISTRICT_SECRETARY: SEEING,
        Role.COMMUNE_SECRETARY: SEEING,
        Role.BRANCH_SECRETARY: OWN,
        Role.VIEWER: SEEING,
    },
    "Đồng chí không xem được chi đoàn của đơn vị này.",
)
KEEP = Act(
    "branches.keep",
    "Lập, sửa danh sách thôn, tổ dân phố và chi đoàn; ghi khối, địa bàn, nơi sinh hoạt",
    KEEPERS,
    "Chỉ Đoàn cơ sở và cấp trên được sửa danh sách chi đoàn, thôn, tổ dân phố.",
)
ENTER = Act(
    "branches.enter",
    "Nhập số liệu quý, buổi sinh hoạt, công trình, phần việc của chi đoàn",
    {Role.BRANCH_SECRETARY: OWN, Role.COMMUNE_SECRETARY: SEEING},
    "Chỉ bí thư chi đoàn và Đoàn cơ sở được nhập số liệu của chi đoàn.",
)
SEND_BACK = Act(
    "branches.send_back",
    "Trả lại số liệu quý của chi đoàn để sửa",
    {Role.COMMUNE_SECRETARY: BELOW, Role.DISTRICT_SECRETARY: BELOW},
    "Chỉ Đoàn cơ sở và cấp huyện được trả lại số liệu của chi đoàn.",
)
SUPPORT = Act(
    "branches.support",
    "Lập, kết thúc kế hoạch hỗ trợ chi đoàn yếu",
    {Role.ORGANISATION: BELOW, Role.DISTRICT_SECRETARY: BELOW, Role.COMMUNE_SECRETARY: BELOW},
    "Chỉ cấp trên của chi đoàn được lập kế hoạch hỗ trợ.",
)
NOMINATE = Act(
    "branches.nominate",
    "Giới thiệu mô hình hay, ghi việc áp dụng mô hình",
    {Role.BRANCH_SECRETARY: OWN, **KEEPERS},
    "Đồng chí chỉ giới thiệu, áp dụng mô hình của đơn vị mình phụ trách.",
)
RECOMMEND = Act(
    "branches.recommend",
    "Đề nghị nhân rộng mô hình trong toàn tỉnh",
    {Role.ORGANISATION: SEEING, Role.STANDING: SEEING},
    "Chỉ Tỉnh đoàn đề nghị nhân rộng mô hình.",
)
ACTS = (VIEW, KEEP, ENTER, SEND_BACK, SUPPORT, NOMINATE, RECOMMEND)
ROUTES: dict[str, Act | None] = {
    "branches:index": VIEW,
    "branches:list": VIEW,
    "branches:board": VIEW,
    "branches:branch": VIEW,
    "branches:villages": VIEW,
    "branches:found": KEEP,
    "branches:import": KEEP,
    "branches:import_start": KEEP,
    "branches:export": VIEW,
    "branches:rename": KEEP,
    "branches:close": KEEP,
    "branches:sector": KEEP,
    "branches:coverage": KEEP,
    "branches:place": KEEP,
    "branches:quarter": VIEW,
    "branches:picture": VIEW,
    "branches:numbers": ENTER,
    "branches:copy": ENTER,
    "branches:no_meeting": ENTER,
    "branches:meeting": ENTER,
    "branches:meeting_remove": ENTER,
    "branches:work": ENTER,
    "branches:work_remove": ENTER,
    "branches:picture_add": ENTER,
    "branches:picture_remove": ENTER,
    "branches:hand_over": ENTER,
    "branches:send_back": SEND_BACK,
    "branches:village_new": KEEP,
    "branches:village_rename": KEEP,
    "branches:village_close": KEEP,
    "branches:weak": VIEW,
    "branches:supports": VIEW,
    "branches:support_new": SUPPORT,
    "branches:support": VIEW,
    "branches:support_edit": SUPPORT,
    "branches:support_end": SUPPORT,
    "branches:practices": VIEW,
    "branches:practice_new": NOMINATE,
    "branches:practice": VIEW,
    "branches:practice_edit": NOMINATE,
    "branches:practice_withdraw": NOMINATE,
    "branches:practice_judge": RECOMMEND,
    "branches:practice_adopt": NOMINATE,
    "branches:adoption": NOMINATE,
    "branches:practice_picture_new": NOMINATE,
    "branches:practice_picture": VIEW,
    "branches:practice_picture_withdraw": NOMINATE,
}
PUBLIC: frozenset[str] = frozenset()


def check_can(act: Act, user: Any, *, lineage: Collection[int], unit_id: int) -> None:
    """Raises NotAllowed with the act's own reason."""
    check(act, user, lineage=lineage, unit_id=unit_id)


def check_unit(act: Act, user: Any, unit: Unit) -> None:
    """The same for a unit that carries its `lineage`."""
    check(act, user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]


def check_can_view_any(user: Any) -> None:
    check_anywhere(VIEW, user)


def check_can_keep(user: Any, unit: Unit) -> None:
    """Asked by the tree's own services, when a branch is founded, renamed or closed."""
    check_unit(KEEP, user, unit)
