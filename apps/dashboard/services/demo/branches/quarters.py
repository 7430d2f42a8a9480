"""What each invented branch enters, quarter by quarter: numbers, meetings, works."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from apps.branches.enums import MeetingMode, WorkKind
from apps.dashboard.services.demo.branches.ground import Branch
from apps.dashboard.services.demo.figures import Stock, share
from apps.directives.models import Period

TOPICS = (
    "Học tập nghị quyết, triển khai nhiệm vụ tháng",
    "Kỷ niệm ngày thành lập Đoàn, kết nạp đoàn viên mới",
    "Tuổi trẻ với chuyển đổi số",
    "Phòng, chống dịch và an toàn khi sinh hoạt",
    "Ra quân làm sạch đường thôn, trồng cây",
    "Giúp đỡ thanh niên khởi nghiệp",
    "Đăng ký phần việc thanh niên của quý",
)
WORKS = (
    "Thắp sáng đường quê", "Đường hoa thanh niên", "Sân chơi thiếu nhi", "Số hóa địa chỉ đỏ", "Thu gom rác cuối tuần",
    "Vườn rau giúp hộ khó khăn", "Sửa nhà văn hóa", "Nạo vét mương nội đồng", "Tủ sách thanh niên",
)  # fmt: skip
FRONT = "MTTQ và cấp ủy thôn"


@dataclass
class Meeting:
    held_on: date
    mode: MeetingMode
    topic: str
    is_thematic: bool
    expected: int
    present: int


@dataclass
class Work:
    kind: WorkKind
    title: str
    value: Decimal
    completed_on: date | None
    accepted_by: str


@dataclass
class Entry:
    """`handed_over_at` None: not handed over."""

    branch: Branch
    period: Period
    numbers: dict[str, Any]
    meetings: list[Meeting] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    handed_over_at: datetime | None = None

    @property
    def members(self) -> int:
        return int(self.numbers["members"])

    @property
    def youth(self) -> int:
        return int(self.numbers["youth"])


def draw_entry(branch: Branch, period: Period, step: int, due_at: datetime) -> Entry:
    """The same on every run; `step` counts quarters from the first of 2019. Punctual nine times in ten."""
    rng = Random(f"quý {branch.key} {period.slug}")
    is_strong = branch.is_strong(step)
    entry = Entry(branch, period, _numbers(rng, branch, step, is_strong, period.ordinal))
    entry.meetings = _meetings(rng, branch, period, entry, is_strong)
    entry.works = _works(rng, branch, period, is_strong)
    entry.numbers["no_meeting"] = not entry.meetings
    is_late = rng.random() < (0.06 if is_strong else 0.3)
    entry.handed_over_at = due_at + timedelta(hours=rng.randint(4, 90) if is_late else -rng.randint(2, 110))
    return entry


def _numbers(rng: Random, branch: Branch, step: int, is_strong: bool, ordinal: int) -> dict[str, Any]:
    grown = 5 if branch.is_weak and is_strong else 0
    members = max(3, branch.size + grown + rng.randint(-1, 1) + (step // 4 if is_strong else -(step // 5)))
    youth = members + share(rng, members, 0.9, 1.6)
    admitted = int(rng.random() < (0.16 if is_strong else 0.02))
    return {
        "members": members,
        "members_female": share(rng, members, 0.35, 0.6),
        "members_ethnic": int(rng.random() < 0.05),
        "members_religious": share(rng, members, 0.0, 0.08),
        "members_party": share(rng, members, 0.04, 0.18),
        "members_away": share(rng, members, 0.12, 0.38) if branch.is_residential else 0,
        "members_verified": share(rng, members, 0.78, 0.9 + 0.01 * step),
        "youth": youth,
        "youth_female": share(rng, youth, 0.4, 0.55),
        "youth_ethnic": int(rng.random() < 0.08),
        "youth_religious": share(rng, youth, 0.0, 0.08),
        "received": rng.randint(0, 4) if branch.is_residential else 0,
        "new_members": rng.randint(0, 2) if is_strong else 0,
        "introduced": admitted + int(rng.random() < 0.2),
        "admitted": admitted,
        "one_plus_one": share(rng, members, 0.08 * ordinal, 0.17 * ordinal) if is_strong else 0,
        "participations": share(rng, members * 3, 0.3, 0.95 if is_strong else 0.4),
        "resources": Decimal(rng.randint(0, 90 if is_strong else 10)) / 10,
        "has_books": rng.random() < (0.93 if is_strong else 0.5),
    }


def _meetings(rng: Random, branch: Branch, period: Period, entry: Entry, is_strong: bool) -> list[Meeting]:
    if not is_strong and branch.turns_at is None and rng.random() < 0.55:
        return []
    expected = entry.members - int(entry.numbers["members_away"])
    meetings = []
    for month in range(period.start_on.month, period.start_on.month + 3):
        if rng.random() < (0.93 if is_strong else 0.35):
            held_on = date(period.year, month, rng.randint(3, 27))
            mode = rng.choices(list(MeetingMode), [80, 12, 8])[0]
            present = share(rng, expected, 0.5 + 0.3 * branch.vigour, 0.72 + 0.28 * branch.vigour)
            is_thematic = rng.random() < 0.35
            meetings.append(Meeting(held_on, mode, rng.choice(TOPICS), is_thematic, expected, present))
    return meetings


def _works(rng: Random, branch: Branch, period: Period, is_strong: bool) -> list[Work]:
    if rng.random() > (0.45 if is_strong else 0.12):
        return []
    kind = WorkKind.PROJECT if rng.random() < 0.2 else WorkKind.TASK
    is_done = rng.random() < 0.92
    day = date(period.year, period.start_on.month + rng.randint(0, 2), rng.randint(5, 27))
    value = Decimal(rng.randint(10, 400)) / 10
    accepted_by = FRONT if is_done and rng.random() < 0.9 else ""
    return [Work(kind, rng.choice(WORKS), value, day if is_done else None, accepted_by)]


def stocks(entries: Iterable[Entry]) -> dict[int, dict[str, Stock]]:
    """What the residential branches of a commune add up to, by commune and quarter, handed over or not."""
    found: dict[int, dict[str, Stock]] = defaultdict(dict)
    for entry in entries:
        if entry.branch.is_residential:
            of_commune, slug = found[entry.branch.commune.pk], entry.period.slug
            of_commune[slug] = of_commune.get(slug, Stock()) + Stock(1, entry.members, entry.youth)
    return found
