"""Choices of the branches' register with their Vietnamese labels; how a quarter's entry goes from hand to hand."""

from django.db.models import TextChoices

from apps.core.workflow import Step

# Kinds of units whose life this register tells.
BRANCH_KINDS = ("BRANCH", "GRASSROOTS_BRANCH")
COMMUNE_KIND = "GRASSROOTS"  # where villages are, and branches are founded
SECRETARY = "SECRETARY"  # the position by which a branch has its secretary


class VillageKind(TextChoices):
    VILLAGE = "village", "thôn"
    STREET_GROUP = "street", "tổ dân phố"


class PlaceKind(TextChoices):
    """Where a branch meets."""

    CULTURE_HOUSE = "culture", "nhà văn hóa thôn, tổ dân phố"
    OWN = "own", "nơi sinh hoạt riêng"
    BORROWED = "borrowed", "mượn nhờ"
    NONE = "none", "chưa có nơi sinh hoạt"


class MeetingMode(TextChoices):
    IN_PERSON = "in_person", "trực tiếp"
    ONLINE = "online", "trực tuyến"
    MIXED = "mixed", "kết hợp"


class WorkKind(TextChoices):
    PROJECT = "project", "công trình thanh niên"
    TASK = "task", "phần việc thanh niên"


class Moment(TextChoices):
    BEFORE = "before", "trước"
    AFTER = "after", "sau"


class EntryState(TextChoices):
    """Of a branch's quarter."""

    DRAFT = "draft", "đang nhập"
    HANDED_OVER = "handed", "đã gửi"


class EntryAct(TextChoices):
    HAND_OVER = "hand_over", "Gửi Đoàn cơ sở"
    SEND_BACK = "send_back", "Trả lại để sửa"


ENTRY_STEPS = (
    Step(EntryState.DRAFT, EntryAct.HAND_OVER, EntryState.HANDED_OVER, "chi đoàn, Đoàn cơ sở"),
    Step(EntryState.HANDED_OVER, EntryAct.SEND_BACK, EntryState.DRAFT, "Đoàn cơ sở"),
)


class PracticeState(TextChoices):
    """Of a model worth copying: nominated by a unit, recommended to all by the province or not, taken off again."""

    NOMINATED = "nominated", "đã giới thiệu"
    RECOMMENDED = "recommended", "đề nghị nhân rộng"
    DECLINED = "declined", "chưa đề nghị nhân rộng"
    WITHDRAWN = "withdrawn", "thôi giới thiệu"


class PracticeAct(TextChoices):
    RECOMMEND = "recommend", "Đề nghị nhân rộng"
    DECLINE = "decline", "Chưa đề nghị nhân rộng"
    NOMINATE_AGAIN = "again", "Giới thiệu lại"
    WITHDRAW = "withdraw", "Thôi giới thiệu"


PROVINCE, NOMINATOR = "Tỉnh đoàn", "đơn vị giới thiệu"
PRACTICE_STEPS = (
    Step(PracticeState.NOMINATED, PracticeAct.RECOMMEND, PracticeState.RECOMMENDED, PROVINCE),
    Step(PracticeState.NOMINATED, PracticeAct.DECLINE, PracticeState.DECLINED, PROVINCE),
    Step(PracticeState.DECLINED, PracticeAct.NOMINATE_AGAIN, PracticeState.NOMINATED, NOMINATOR),
    Step(PracticeState.NOMINATED, PracticeAct.WITHDRAW, PracticeState.WITHDRAWN, NOMINATOR),
    Step(PracticeState.RECOMMENDED, PracticeAct.WITHDRAW, PracticeState.WITHDRAWN, NOMINATOR),
    Step(PracticeState.DECLINED, PracticeAct.WITHDRAW, PracticeState.WITHDRAWN, NOMINATOR),
)


class WeakReason(TextChoices):
    """Why a branch is on the board of weak ones."""

    RATED = "rated", "xếp loại không hoàn thành nhiệm vụ"
    NO_SECRETARY = "secretary", "khuyết bí thư"
    SMALL = "small", "ít đoàn viên"
    SILENT = "silent", "không sinh hoạt"


class SupportResult(TextChoices):
    RECOVERED = "recovered", "đã vững lên"
    UNCHANGED = "unchanged", "chưa chuyển biến"
    MERGED = "merged", "đã sáp nhập, giải thể"
