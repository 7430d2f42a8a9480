"""Who may do what: an `Act` says which role may do it in which relation to the unit concerned.

Every app writes its own acts; the page "Quyền hạn" and the tests read them all. Nothing else decides.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from apps.core.exceptions import NotAllowed
from apps.units.enums import Relation, Role
from apps.units.queries import acting

OWN, BELOW, ROW = Relation.OWN, Relation.BELOW, Relation.ROW
ANYWHERE = frozenset({OWN, BELOW})
SEEING = frozenset({OWN, BELOW})
ALL_ROLES = dict.fromkeys(Role, SEEING)


@dataclass(frozen=True)
class Act:
    """`grants[role]` is the set of relations in which that role may do it; `refusal` is what the others read."""

    code: str
    label: str
    grants: Mapping[Role, frozenset[Relation]]
    refusal: str


def relations(
    user: Any,
    lineage: Collection[int],
    unit_id: int,
    row_unit_ids: Collection[int] = (),
) -> set[tuple[Role, Relation]]:
    """(role, relation) of every role of the user that touches the unit. `lineage`: ids of the unit and all above it."""
    found = set()
    for held_unit, role in acting(user):
        if held_unit == unit_id:
            found.add((role, OWN))
        elif held_unit in lineage:
            found.add((role, BELOW))
        elif held_unit in row_unit_ids:
            found.add((role, ROW))
    return found


def is_granted(act: Act, held: set[tuple[Role, Relation]]) -> bool:
    return any(relation in act.grants.get(role, frozenset()) for role, relation in held)


def check(
    act: Act,
    user: Any,
    *,
    lineage: Collection[int],
    unit_id: int,
    row_unit_ids: Collection[int] = (),
) -> None:
    """Raises NotAllowed(act.refusal) unless one of the user's roles grants the act on this unit."""
    if not is_granted(act, relations(user, lineage, unit_id, row_unit_ids)):
        raise NotAllowed(act.refusal)


def is_granted_anywhere(act: Act, user: Any) -> bool:
    return any(role in act.grants for _, role in acting(user))


def check_anywhere(act: Act, user: Any) -> None:
    """For acts without a unit (catalogue, accounts): any held role that grants the act is enough."""
    if not is_granted_anywhere(act, user):
        raise NotAllowed(act.refusal)


MANAGE_UNITS = Act(
    "units.manage",
    "Thêm, đổi tên, chuyển, đóng đơn vị",
    {Role.ORGANISATION: ANYWHERE},
    "Chỉ cán bộ Ban Tổ chức – Kiểm tra được thay đổi cây đơn vị.",
)
VIEW_UNITS = Act("units.view", "Xem cây đơn vị", ALL_ROLES, "Đồng chí không xem được đơn vị này.")
VIEW_HOLDERS = Act(
    "units.holders",
    "Xem ai giữ vai trò gì ở đơn vị",
    {
        Role.STANDING: SEEING,
        Role.ORGANISATION: SEEING,
        Role.ADMINISTRATOR: SEEING,
        Role.DISTRICT_SECRETARY: SEEING,
        Role.COMMUNE_SECRETARY: frozenset({OWN}),
    },
    "Danh sách người giữ vai trò chỉ dành cho cán bộ phụ trách đơn vị.",
)
MANAGE_PEOPLE = Act(
    "units.people",
    "Mời người dùng, giao và kết thúc vai trò",
    {Role.ADMINISTRATOR: ANYWHERE},
    "Chỉ quản trị hệ thống được quản lý tài khoản và vai trò.",
)
MANAGE_REFERENCE = Act(
    "units.reference",
    "Sửa danh mục: văn bản, kỳ, hạn nộp, số liệu, chỉ tiêu, biểu mẫu, loại đơn vị",
    {Role.ORGANISATION: ANYWHERE},
    "Chỉ cán bộ Ban Tổ chức – Kiểm tra được sửa danh mục.",
)
USE_ADMIN = Act(
    "admin.use",
    "Mở trang quản trị danh mục",
    {Role.ORGANISATION: ANYWHERE, Role.ADMINISTRATOR: ANYWHERE},
    "Trang quản trị dành cho Ban Tổ chức – Kiểm tra và quản trị hệ thống.",
)
MANAGE_ACCOUNTS = Act(
    "accounts.manage",
    "Khóa, mở tài khoản, cấp liên kết đặt lại mật khẩu",
    {Role.ADMINISTRATOR: ANYWHERE},
    MANAGE_PEOPLE.refusal,
)
READ_AUDIT = Act(
    "audit.read",
    "Đọc nhật ký: ai làm việc gì, lúc nào",
    {Role.STANDING: SEEING, Role.ORGANISATION: SEEING, Role.ADMINISTRATOR: SEEING},
    "Nhật ký dành cho Thường trực, Ban Tổ chức – Kiểm tra và quản trị hệ thống.",
)
OVERSEE_JOBS = Act(
    "jobs.oversee",
    "Xem và chạy lại việc nền của người khác",
    {Role.ORGANISATION: ANYWHERE, Role.ADMINISTRATOR: ANYWHERE},
    "Đồng chí chỉ xem được việc nền của mình.",
)
# Asked by pages of lower floors as `user.has_perm(code)` (see backends.py).
NAMED_RIGHTS = (USE_ADMIN, MANAGE_ACCOUNTS, READ_AUDIT, OVERSEE_JOBS)
ACTS = (VIEW_UNITS, MANAGE_UNITS, VIEW_HOLDERS, MANAGE_PEOPLE, MANAGE_REFERENCE, *NAMED_RIGHTS)


def check_can_manage_units(user: Any) -> None:
    check_anywhere(MANAGE_UNITS, user)


def check_can_manage_people(user: Any) -> None:
    check_anywhere(MANAGE_PEOPLE, user)


PUBLIC = frozenset({"units:invitation"})
# The pages of Django's admin (namespace "admin") are no routes of an app: each is guarded by `user.has_perm`, which
# `backends.ADMIN_MODULES` answers by app; the tests walk them that way.
ROUTES: dict[str, Act | None] = {
    "units:tree": VIEW_UNITS,
    "units:branch": VIEW_UNITS,
    "units:pick": VIEW_UNITS,
    "units:unit": VIEW_UNITS,
    "units:found": MANAGE_UNITS,
    "units:rename": MANAGE_UNITS,
    "units:move": MANAGE_UNITS,
    "units:close": MANAGE_UNITS,
    "units:correct": MANAGE_UNITS,
    "units:people": MANAGE_PEOPLE,
    "units:person": MANAGE_PEOPLE,
    "units:role_end": MANAGE_PEOPLE,
    "units:account_lock": MANAGE_PEOPLE,
    "units:account_unlock": MANAGE_PEOPLE,
    "units:account_reset_link": MANAGE_PEOPLE,
    "units:invitations": MANAGE_PEOPLE,
    "units:invite": MANAGE_PEOPLE,
    "units:invitation_revoke": MANAGE_PEOPLE,
}
