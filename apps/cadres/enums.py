"""Scales, kinds and verdicts of the cadre register (terms: Quy chế 289 and docs/facts.md)."""

from django.db.models import IntegerChoices, TextChoices


class Sex(TextChoices):
    MALE = "male", "nam"
    FEMALE = "female", "nữ"


class QualificationKind(TextChoices):
    EDUCATION = "education", "trình độ chuyên môn"
    POLITICAL_THEORY = "theory", "lý luận chính trị"


class Education(IntegerChoices):
    """Ordered: who holds a higher level meets every lower one."""

    HIGH_SCHOOL = 1, "THPT"
    VOCATIONAL = 2, "trung cấp"
    COLLEGE = 3, "cao đẳng"
    UNIVERSITY = 4, "đại học"
    MASTER = 5, "thạc sĩ"
    DOCTOR = 6, "tiến sĩ"


class PoliticalTheory(IntegerChoices):
    """NONE is a known fact ("chưa học"), not a missing one."""

    NONE = 0, "chưa"
    ELEMENTARY = 1, "sơ cấp"
    INTERMEDIATE = 2, "trung cấp"
    ADVANCED = 3, "cao cấp, cử nhân"


LEVELS: dict[str, type[IntegerChoices]] = {
    QualificationKind.EDUCATION: Education,
    QualificationKind.POLITICAL_THEORY: PoliticalTheory,
}


class Engagement(TextChoices):
    FULL_TIME = "full_time", "chuyên trách"
    PART_TIME = "part_time", "bán chuyên trách"
    VOLUNTARY = "voluntary", "không chuyên trách"


class StandardGroup(TextChoices):
    """For whom a standard is written: the exceptions of Quy chế 289, Điều 9–12."""

    GENERAL = "general", "diện chung"
    PRIORITY = "priority", "vùng khó khăn, đối tượng chính sách"
    SCHOOL = "school", "cán bộ, giáo viên trường học"


class Origin(TextChoices):
    """How a person came into a position."""

    ELECTED = "elected", "bầu tại đại hội"
    BY_ELECTION = "by_election", "bầu bổ sung"
    CONSOLIDATED = "consolidated", "kiện toàn"
    DESIGNATED = "designated", "chỉ định"
    APPOINTED = "appointed", "bổ nhiệm"
    TRANSFERRED = "transferred", "điều động"
    ROTATED = "rotated", "luân chuyển"


class Ending(TextChoices):
    """How a person left a position."""

    TERM_ENDED = "term_ended", "hết nhiệm kỳ"
    LEFT = "left", "thôi giữ chức"
    MOVED = "moved", "chuyển công tác"
    GRADUATED = "graduated", "trưởng thành Đoàn"
    PLACED = "placed", "bố trí công tác (quá tuổi)"
    WITHDRAWN = "withdrawn", "cho rút"
    REMOVED = "removed", "xóa tên"


class DecisionKind(TextChoices):
    """What an attached decision decides about a position."""

    APPOINTING = "appointing", "quyết định giữ chức"
    ENDING = "ending", "quyết định thôi giữ chức"


class FirstAgeBasis(TextChoices):
    """From which day the age at first appointment is taken."""

    POSITION = "position", "lần đầu giữ chức danh này"
    COMMITTEE = "committee", "lần đầu tham gia Ban Chấp hành cùng cấp"


class AgeCounting(TextChoices):
    FULL_YEARS = "full_years", "tuổi tròn, tính đến ngày"
    CALENDAR_YEAR = "calendar_year", "theo năm sinh"


class Verdict(TextChoices):
    """Only MET ever counts as đạt; missing data and a missing standard never do."""

    MET = "met", "đạt"
    NOT_MET = "not_met", "chưa đạt"
    NO_DATA = "no_data", "chưa đủ dữ liệu"
    NO_STANDARD = "no_standard", "chưa nhập tiêu chuẩn"


class StandardTest(TextChoices):
    """The tests of a standard; the first three are asked of everybody whom the standard is written for."""

    AGE = "age", "tuổi giữ chức"
    EDUCATION = "education", "trình độ chuyên môn"
    POLITICAL_THEORY = "theory", "lý luận chính trị"
    FIRST_AGE = "first_age", "tuổi bổ nhiệm, tham gia lần đầu"


class Readiness(TextChoices):
    NOW = "now", "sẵn sàng ngay"
    SOON = "soon", "sẵn sàng trong 1–2 năm"
    LATER = "later", "cần bồi dưỡng thêm"


class TrainingKind(TextChoices):
    SKILLS = "skills", "nghiệp vụ, kỹ năng công tác Đoàn"
    THEORY_ELEMENTARY = "theory_elementary", "sơ cấp lý luận chính trị"
    THEORY_INTERMEDIATE = "theory_intermediate", "trung cấp lý luận chính trị"
    THEORY_ADVANCED = "theory_advanced", "cao cấp, cử nhân lý luận chính trị"
    OTHER = "other", "bồi dưỡng khác"


class VisitKind(TextChoices):
    SURVEY = "survey", "khảo sát theo chuyên đề"
    JOINT = "joint", "phối hợp tổ chức hoạt động"
    INSPECTION = "inspection", "kiểm tra, giám sát"
    MEETING = "meeting", "dự hội nghị, dự sinh hoạt chi đoàn"


class RatingClass(TextChoices):
    EXCELLENT = "excellent", "hoàn thành xuất sắc nhiệm vụ"
    GOOD = "good", "hoàn thành tốt nhiệm vụ"
    DONE = "done", "hoàn thành nhiệm vụ"
    FAILED = "failed", "không hoàn thành nhiệm vụ"


class PlacementState(TextChoices):
    """Where the plan for an over-age cadre stands."""

    DRAFTED = "drafted", "đang lập phương án"
    ASKED = "asked", "đang xin ý kiến cấp ủy"
    DONE = "done", "đã bố trí"


class DataRequestKind(TextChoices):
    """What a person may ask of their own data (Luật 91/2025/QH15)."""

    ACCESS = "access", "xem, nhận bản sao dữ liệu"
    CORRECTION = "correction", "sửa dữ liệu"
    ANONYMISING = "anonymising", "ẩn danh hồ sơ"


class SeatKind(TextChoices):
    """Seats outside the Union that a cadre holds."""

    ELECTED_BODY = "elected_body", "cơ quan dân cử"
    PARTY_COMMITTEE = "party_committee", "cấp ủy"


class ExportKind(TextChoices):
    """What may be taken out of the register as a workbook, as the address says it."""

    LIST = "danh-sach", "danh sách cán bộ"
    TABLES = "bieu", "Biểu 1–7"
    OVER_AGE = "qua-tuoi", "Biểu 2, danh sách cán bộ quá tuổi"
    FORECAST = "du-bao", "dự báo"


class ImportState(TextChoices):
    """A district's own list: read and being checked, then recorded as a whole or not at all."""

    READ = "read", "đang kiểm tra"
    IMPORTED = "imported", "đã nhập"
    DISCARDED = "discarded", "bị bỏ"


class ListColumn(TextChoices):
    """What a column of a district's own list may hold."""

    FULL_NAME = "full_name", "Họ và tên"
    FAMILY_NAME = "family_name", "Họ và tên đệm"
    GIVEN_NAME = "given_name", "Tên"
    BORN_ON = "born_on", "Ngày sinh"
    BORN_ON_MALE = "born_on_male", "Ngày sinh (nam)"
    BORN_ON_FEMALE = "born_on_female", "Ngày sinh (nữ)"
    SEX = "sex", "Giới tính"
    ETHNIC_GROUP = "ethnic_group", "Dân tộc"
    HOME = "home", "Quê quán"
    UNIT = "unit", "Đơn vị"
    POSITION = "position", "Chức danh"
    STARTS_ON = "starts_on", "Ngày giữ chức"
    ENGAGEMENT = "engagement", "Loại hình"
    ORIGIN = "origin", "Hình thức giữ chức"
    DECISION_NUMBER = "decision_number", "Số quyết định"
    DECISION_ON = "decision_on", "Ngày quyết định"
    EDUCATION = "education", "Trình độ chuyên môn"
    POLITICAL_THEORY = "theory", "Lý luận chính trị"
    PARTY_JOINED_ON = "party_joined_on", "Ngày vào Đảng"
    UNION_JOINED_ON = "union_joined_on", "Ngày vào Đoàn"
    PHONE = "phone", "Điện thoại"
    EMAIL = "email", "Thư điện tử"


class Trouble(TextChoices):
    """What the trial run says of a row, in the order in which it is read; the last four do not stop the import."""

    MISSING = "missing", "Thiếu điều bắt buộc"
    NO_SUCH_DAY = "no_such_day", "Ngày không có thật"
    BARE_YEAR = "bare_year", "Chỉ có năm, cần đủ ngày"
    NOT_A_DAY = "not_a_day", "Không đọc được ngày"
    FONT = "font", "Chữ gõ bằng phông cũ"
    WRONG_COLUMN = "wrong_column", "Ghi nhầm cột"
    UNKNOWN = "unknown", "Không có trong danh mục"
    NO_UNIT = "no_unit", "Không tìm thấy đơn vị"
    REPEATED = "repeated", "Một người ghi nhiều lần"
    DIFFERS = "differs", "Khác với sổ cán bộ"
    REFUSED = "refused", "Không thể có"
    ALIKE = "alike", "Có thể đã có hồ sơ"
    LOWER = "lower", "Sổ giữ mức cao hơn"
    TURNED = "turned", "Đã đổi sang Unicode"
    SKIPPED = "skipped", "Dòng bỏ qua"


STOPPING = frozenset(Trouble) - {Trouble.ALIKE, Trouble.LOWER, Trouble.TURNED, Trouble.SKIPPED}
