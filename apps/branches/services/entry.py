"""The numbers of a branch's quarter: few at a time, an empty one stays unknown; handed over, they are locked.

Raises NotAllowed, ValidationError (with the arithmetic beside the field) or Stale (somebody else changed the same
numbers meanwhile, or the quarter was handed over).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.enums import ENTRY_STEPS, EntryAct, EntryState
from apps.branches.models import MEMBERS, NUMBERS, YOUTH, BranchQuarter, EntryStep
from apps.branches.permissions import ENTER, SEND_BACK
from apps.branches.queries import label_of
from apps.branches.services.quarters import LOCKED, Entry, check_days, log, open_quarter, put
from apps.branches.services.units import branch_for
from apps.core.exceptions import NotAllowed, Stale
from apps.core.vietnamese import nfc
from apps.core.workflow import advance
from apps.directives.models import Period

STOCKS = ("members", *MEMBERS, "youth", *YOUTH)
ENTERED = (*NUMBERS, "resources", "has_books")
PARTS = (
    *((part, "members") for part in MEMBERS),
    *((part, "youth") for part in YOUTH),
    ("members", "youth"),
)
STALE = "Người khác vừa sửa số liệu này; điều đồng chí đã ghi vẫn còn bên dưới. Lưu lần nữa là thay số của người ấy."
SILENT = (
    "Chưa ghi buổi sinh hoạt nào: ghi các buổi sinh hoạt, hoặc xác nhận quý này không sinh hoạt, rồi gửi."
)
BOTH = "Đã ghi buổi sinh hoạt trong quý: bỏ các buổi ấy trước khi xác nhận không sinh hoạt."


@transaction.atomic
def save_numbers(
    *, numbers: Mapping[str, Any], shown: Mapping[str, Any], version: int, **entry: Unpack[Entry]
) -> BranchQuarter:
    """`numbers`: some of ENTERED by name, None for empty; `shown`: what the page showed for them.

    Another version refuses only who would overwrite what somebody else put in the meantime.
    """
    quarter = open_quarter(entry)
    if version != quarter.version and _foreign(quarter, numbers, shown):
        raise Stale(STALE)
    changed = {name: value for name, value in numbers.items() if getattr(quarter, name) != value}
    _check(quarter, numbers)
    if changed:
        put(entry, quarter, changed)
        log(entry, "save_numbers", quarter, changed)
    return quarter


@transaction.atomic
def copy_numbers(**entry: Unpack[Entry]) -> int:
    """Who belongs to the branch, as in the last quarter before that has it, where nothing stands yet; how many."""
    quarter = open_quarter(entry)
    before = last_before(quarter)
    values = {name: getattr(before, name) for name in STOCKS} if before else {}
    changed = {
        name: value for name, value in values.items() if value is not None and getattr(quarter, name) is None
    }
    if not changed:
        raise ValidationError("Không có số nào của quý trước để giữ.")
    _check(quarter, changed)
    put(entry, quarter, changed)
    log(entry, "copy_numbers", quarter, changed)
    return len(changed)


@transaction.atomic
def state_no_meeting(*, no_meeting: bool, **entry: Unpack[Entry]) -> BranchQuarter:
    """That the branch did not meet in the quarter is said on purpose, or taken back."""
    quarter = open_quarter(entry)
    if no_meeting and quarter.meetings.exists():
        raise ValidationError(BOTH)
    if quarter.no_meeting != no_meeting:
        put(entry, quarter, {"no_meeting": no_meeting})
        log(entry, "state_no_meeting", quarter, {"no_meeting": no_meeting})
    return quarter


@transaction.atomic
def hand_over(*, version: int, accepts_missing: bool, **entry: Unpack[Entry]) -> BranchQuarter:
    """Locks the quarter. What is empty stays unknown: whoever hands over says so (`accepts_missing`).

    Handed over already, nothing happens. The first hand-over is the one that counts for being in time.
    """
    handed = BranchQuarter.objects.handed_over()
    if done := handed.filter(branch_id=entry["branch_id"], period_id=entry["period_id"]).first():
        branch_for(entry["actor"], ENTER, entry["branch_id"], entry["today"])
        return done
    quarter = open_quarter(entry)
    if version != quarter.version:
        raise Stale("Số liệu vừa được sửa: xem lại rồi gửi.")
    if not quarter.no_meeting and not quarter.meetings.exists():
        raise ValidationError({"no_meeting": SILENT})
    missing = missing_numbers(quarter)
    if missing and not accepts_missing:
        raise ValidationError({"accepts_missing": f"Còn {len(missing)} ô trống: {', '.join(missing)}."})
    _advance(
        entry, quarter, EntryAct.HAND_OVER, first_handed_over_at=quarter.first_handed_over_at or entry["now"]
    )
    log(entry, "hand_over", quarter, {"missing": len(missing)})
    return quarter


@transaction.atomic
def send_back(*, reason: str, **entry: Unpack[Entry]) -> BranchQuarter:
    """Opens the quarter again, with the reason; that it came in time stays."""
    branch = branch_for(entry["actor"], SEND_BACK, entry["branch_id"], entry["today"])
    period = Period.objects.quarters().get(pk=entry["period_id"])
    check_days(branch, period, entry["today"])
    quarter = BranchQuarter.objects.filter(branch=branch, period=period).first()
    if quarter is None:
        raise NotAllowed("Chi đoàn chưa gửi số liệu quý này.")
    reason = " ".join(nfc(reason).split())
    if not reason:
        raise ValidationError({"reason": "Ghi lý do trả lại."})
    _advance(entry, quarter, EntryAct.SEND_BACK, reason=reason)
    log(entry, "send_back", quarter, {"reason": reason})
    return quarter


def missing_numbers(quarter: BranchQuarter | None) -> list[str]:
    """The labels of what is still empty, in the order of the page."""
    return [label_of(name).lower() for name in ENTERED if quarter is None or getattr(quarter, name) is None]


def last_before(quarter: BranchQuarter) -> BranchQuarter | None:
    """The branch's last quarter before this one that has any number of members."""
    before = BranchQuarter.objects.filter(
        branch_id=quarter.branch_id, period__start_on__lt=quarter.period.start_on, members__isnull=False
    )
    return before.select_related("period").order_by("-period__start_on").first()


def _foreign(quarter: BranchQuarter, numbers: Mapping[str, Any], shown: Mapping[str, Any]) -> bool:
    """Whether a number stands there that neither was shown nor is what is saved now."""
    return any(getattr(quarter, name) not in (value, shown.get(name)) for name, value in numbers.items())


def _check(quarter: BranchQuarter, numbers: Mapping[str, Any]) -> None:
    """The parts against their wholes, of these numbers and those that stand; each sentence beside a number given."""
    found = {name: numbers.get(name, getattr(quarter, name)) for name in STOCKS}
    wrong: dict[str, str] = {}
    for part, whole in PARTS:
        few, many = found[part], found[whole]
        if few is None or many is None or few <= many or not {part, whole} & set(numbers):
            continue
        field = part if part in numbers else whole
        wrong[field] = f"{_said(part, few)}, {_said(whole, many).lower()}: nhiều hơn {few - many}."
    if wrong:
        raise ValidationError(wrong)


def _said(name: str, value: int | Decimal) -> str:
    return f"{label_of(name)} {value}"


def _advance(entry: Entry, quarter: BranchQuarter, act: EntryAct, reason: str = "", **more: Any) -> None:
    step = advance(ENTRY_STEPS, state=quarter.state, act=act, refusal=REFUSALS[act])
    put(entry, quarter, {"state": EntryState(step.next_state), **more})
    EntryStep.objects.create(quarter=quarter, act=act, reason=reason, by=entry["actor"], at=entry["now"])


REFUSALS = {EntryAct.HAND_OVER: LOCKED, EntryAct.SEND_BACK: "Chi đoàn chưa gửi số liệu quý này."}
