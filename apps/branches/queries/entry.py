"""The page on which a branch's quarter is entered: the numbers in groups beside the last quarter's, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.branches.enums import EntryState
from apps.branches.models import COUNTS, MEMBERS, YOUTH, BranchQuarter, EntryStep
from apps.branches.queries.branch import activity
from apps.branches.queries.quarters import Asked, Standing, begun, standing
from apps.core.vietnamese import MISSING, number
from apps.directives.models import Period
from apps.units.models import Unit

# The forms of the page, each saved by itself: address, title, fields.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "doan-vien": ("Đoàn viên", ("members", *MEMBERS)),
    "thanh-nien": ("Thanh niên", ("youth", *YOUTH)),
    "phat-trien": ("Phát triển, hoạt động trong quý", (*COUNTS, "resources", "has_books")),
}
FIELDS = tuple(name for _, names in GROUPS.values() for name in names)


@dataclass(frozen=True)
class EntryPage:
    """`entry`: empty as long as nobody has entered anything; `before`: the quarter beside the boxes."""

    unit: Unit
    asked: Asked
    entry: BranchQuarter | None
    before: BranchQuarter | None
    steps: Sequence[EntryStep]
    periods: Sequence[Period]

    @property
    def period(self) -> Period:
        return self.asked.period

    @property
    def is_handed_over(self) -> bool:
        return self.entry is not None and self.entry.state == EntryState.HANDED_OVER

    @property
    def version(self) -> int:
        return self.entry.version if self.entry else 1

    @property
    def standing(self) -> Standing:
        entry = self.entry
        return standing(
            entry.state if entry else None, entry.first_handed_over_at if entry else None, self.asked
        )

    @property
    def missing(self) -> list[str]:
        """Names of the numbers that are empty."""
        return [name for name in FIELDS if self.entry is None or getattr(self.entry, name) is None]

    @property
    def expected(self) -> int | None:
        """Members that have to come to a meeting: without those away; unknown when either is."""
        if self.entry is None or self.entry.members is None or self.entry.members_away is None:
            return None
        return self.entry.members - self.entry.members_away

    @property
    def is_told(self) -> bool:
        """Whether meetings were told, or that there were none."""
        return self.entry is not None and (self.entry.no_meeting or bool(self.entry.meetings.all()))

    @property
    def returned(self) -> EntryStep | None:
        """Why it was sent back, until it is handed over again."""
        last = self.steps[0] if self.steps else None
        return last if last and last.reason and not self.is_handed_over else None

    @property
    def before_label(self) -> str:
        return self.before.period.short_label if self.before else ""

    def shown(self, name: str) -> Any:
        return getattr(self.entry, name) if self.entry else None

    def last(self, name: str) -> str:
        """The last quarter's number as it stands beside the box."""
        return written(getattr(self.before, name)) if self.before else ""

    def read(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Group by group (label, number), where nothing can be entered."""
        return [
            (title, [(label_of(name), written(self.shown(name)) or MISSING) for name in names])
            for title, names in GROUPS.values()
        ]


def label_of(name: str) -> str:
    """What a number is called at the beginning of a line."""
    label = str(BranchQuarter._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def entry_page(unit: Unit, asked: Asked, day: date) -> EntryPage:
    """Eight statements, whatever was entered."""
    entry = activity(unit, asked.period)
    before = BranchQuarter.objects.filter(branch=unit, period__start_on__lt=asked.period.start_on)
    return EntryPage(
        unit=unit,
        asked=asked,
        entry=entry,
        before=before.select_related("period").order_by("-period__start_on").first(),
        steps=_steps(entry),
        periods=list(begun(day).filter(end_on__gte=unit.opened_on)[:8]),
    )


def entry_brief(unit: Unit, asked: Asked) -> EntryPage:
    """How the quarter stands, without what a page to type in shows beside it; three statements."""
    entries = BranchQuarter.objects.filter(branch=unit, period=asked.period).prefetch_related("meetings")
    entry = entries.first()
    return EntryPage(unit, asked, entry, before=None, steps=_steps(entry), periods=())


def _steps(entry: BranchQuarter | None) -> list[EntryStep]:
    steps = EntryStep.objects.filter(quarter=entry).select_related("by").order_by("-pk")
    return list(steps[:20]) if entry else []


def open_before(unit: Unit, day: date) -> list[Period]:
    """Quarters of the branch's life that have begun and that nobody has handed over, the newest first; two years."""
    done = BranchQuarter.objects.handed_over().filter(branch=unit).values("period_id")
    return list(begun(day).filter(end_on__gte=unit.opened_on).exclude(pk__in=done)[:8])


def written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "chưa"
    return number(value, 0 if value == int(value) else 1)
