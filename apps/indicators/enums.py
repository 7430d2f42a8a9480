"""How a figure behaves over time, where it comes from, how often it is due, and which way is good."""

from django.db.models import TextChoices


class ElementKind(TextChoices):
    FLOW = "FLOW", "phát sinh trong kỳ"
    STOCK = "STOCK", "tại ngày chốt"
    DISTINCT = "DISTINCT", "người (không trùng)"


class ElementSource(TextChoices):
    """COMPUTED: a register will know it; typed until then. SYSTEM: written by the system itself."""

    REPORTED = "REPORTED", "đơn vị nhập"
    COMPUTED = "COMPUTED", "sổ quản lý sẽ tự tính"
    SYSTEM = "SYSTEM", "hệ thống tự ghi"


class Frequency(TextChoices):
    QUARTER = "QUARTER", "hằng quý"
    HALF = "HALF", "6 tháng"
    YEAR = "YEAR", "hằng năm"


class Direction(TextChoices):
    UP = "UP", "tăng là tốt"
    DOWN = "DOWN", "giảm là tốt"
    INFO = "INFO", "thông tin"


class RuleKind(TextChoices):
    """BALANCE: target = its previous value + terms. SUM: target = terms. AT_MOST: target ≤ terms."""

    BALANCE = "BALANCE", "đầu kỳ + phát sinh = cuối kỳ"
    SUM = "SUM", "tổng bằng các phần"
    AT_MOST = "AT_MOST", "phần không lớn hơn toàn bộ"


class Side(TextChoices):
    NUMERATOR = "NUM", "tử số"
    DENOMINATOR = "DEN", "mẫu số"


class Judgement(TextChoices):
    MET = "met", "Đạt"
    NEAR = "near", "Cần chú ý"
    MISSED = "missed", "Chưa đạt"
