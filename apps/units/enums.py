"""Roles, relations and the named acts on the tree."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person does for a unit. One person may hold several roles at several units."""

    STANDING = "standing", "Thường trực Tỉnh đoàn"
    ORGANISATION = "organisation", "Cán bộ Ban Tổ chức – Kiểm tra"
    DISTRICT_SECRETARY = "district_secretary", "Bí thư, Phó Bí thư cấp huyện"
    COMMUNE_SECRETARY = "commune_secretary", "Bí thư Đoàn cấp xã"
    BRANCH_SECRETARY = "branch_secretary", "Bí thư chi đoàn"
    VIEWER = "viewer", "Người xem"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


# The kinds of units in which a role is held; a role that is missing here is held anywhere.
KINDS_OF_ROLE: dict[Role, frozenset[str]] = {
    Role.STANDING: frozenset({"PROVINCE"}),
    Role.ORGANISATION: frozenset({"PROVINCE"}),
    Role.ADMINISTRATOR: frozenset({"PROVINCE"}),
    Role.DISTRICT_SECRETARY: frozenset({"DISTRICT", "AFFILIATE"}),
    Role.COMMUNE_SECRETARY: frozenset({"GRASSROOTS", "GRASSROOTS_BRANCH"}),
    Role.BRANCH_SECRETARY: frozenset({"BRANCH", "GRASSROOTS_BRANCH"}),
}


class Relation(TextChoices):
    """Where the subject stands, seen from the unit in which the role is held."""

    OWN = "own", "đơn vị mình"
    BELOW = "below", "đơn vị cấp dưới"
    ROW = "row", "dòng của mình trong báo cáo cấp trên"


class UnitAct(TextChoices):
    """The named acts on the tree; each leaves a dated line in the unit's history."""

    FOUND = "found", "Thành lập"
    RENAME = "rename", "Đổi tên"
    MOVE = "move", "Chuyển đơn vị cấp trên"
    CLOSE = "close", "Kết thúc hoạt động"
    CORRECT = "correct", "Sửa lỗi gõ"
