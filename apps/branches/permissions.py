"""Who may do what with branches. `lineage` is that of the branch, or of the commune whose village it is."""

from collections.abc import Collection
from typing import Any

from apps.units.enums import Relation, Role
from apps.units.permissions import Act, check

OWN, BELOW = frozenset({Relation.OWN}), frozenset({Relation.BELOW})
SEEING = OWN | BELOW
KEEPERS = {Role.ORGANISATION: BELOW, Role.DISTRICT_SECRETARY: BELOW, Role.COMMUNE_SECRETARY: SEEING}

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
    {Role.BRANCH_SECRETARY: OWN, **KEEPERS, Role.ORGANISATION: SEEING, Role.DISTRICT_SECRETARY: SEEING},
    "Đồng chí chỉ giới thiệu, áp dụng mô hình của đơn vị mình phụ trách.",
)
RECOMMEND = Act(
    "branches.recommend",
    "Đề nghị nhân rộng mô hình trong toàn tỉnh",
    {Role.ORGANISATION: SEEING, Role.STANDING: SEEING},
    "Chỉ Tỉnh đoàn đề nghị nhân rộng mô hình.",
)
ACTS = (VIEW, KEEP, ENTER, SEND_BACK, SUPPORT, NOMINATE, RECOMMEND)
ROUTES: dict[str, Act | None] = {}
PUBLIC: frozenset[str] = frozenset()


def check_can(act: Act, user: Any, *, lineage: Collection[int], unit_id: int) -> None:
    """Raises NotAllowed with the act's own reason."""
    check(act, user, lineage=lineage, unit_id=unit_id)
