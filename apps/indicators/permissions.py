"""Who reads indicators, and which act guards which page."""

from collections.abc import Collection
from typing import Any

from apps.core.exceptions import NotAllowed
from apps.units.enums import Role
from apps.units.permissions import SEEING, Act, check
from apps.units.queries import acting

VIEW_FIGURES = Act(
    "indicators.view",
    "Xem chỉ tiêu và nguồn của từng số liệu",
    {role: SEEING for role in Role if role != Role.ADMINISTRATOR},
    "Quản trị hệ thống lo tài khoản, không xem số liệu của các đơn vị.",
)
NO_ROLE = "Đồng chí chưa được giao vai trò ở đơn vị nào; mời liên hệ quản trị hệ thống."
ACTS = (VIEW_FIGURES,)
ROUTES: dict[str, Act | None] = {
    "indicators:index": VIEW_FIGURES,
    "indicators:detail": VIEW_FIGURES,
    "indicators:source": VIEW_FIGURES,
}
PUBLIC: frozenset[str] = frozenset()


def check_can_view(user: Any, *, lineage: Collection[int], unit_id: int) -> None:
    """Raises NotAllowed for who has no reading role at the unit or above it."""
    check(VIEW_FIGURES, user, lineage=lineage, unit_id=unit_id)


def reading_unit(user: Any) -> int:
    """The id of the unit whose figures the person sees first; raises NotAllowed for who has no reading role."""
    held = [unit_id for unit_id, role in acting(user) if role in VIEW_FIGURES.grants]
    if not held:
        raise NotAllowed(VIEW_FIGURES.refusal if acting(user) else NO_ROLE)
    return held[0]
