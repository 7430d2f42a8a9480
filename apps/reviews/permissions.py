"""Who may do what with a sơ kết. `review` comes from `Review.objects.with_lineage()`."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from apps.core.exceptions import NotAllowed
from apps.reviews.enums import ReviewState
from apps.reviews.models import Review
from apps.units.enums import Relation, Role
from apps.units.permissions import SEEING, Act, check
from apps.units.queries import acting

if TYPE_CHECKING:
    from apps.reviews.queries.outline import Block

READERS: dict[Role, frozenset[Relation]] = {role: SEEING for role in Role if role != Role.ADMINISTRATOR}
ORGANISERS = {Role.ORGANISATION: frozenset({Relation.OWN, Relation.BELOW})}
STANDING = {Role.STANDING: frozenset({Relation.OWN, Relation.BELOW})}

VIEW = Act(
    "reviews.view",
    "Xem sơ kết của đơn vị mình và cấp dưới",
    READERS,
    "Đồng chí không xem được sơ kết này.",
)
REQUEST = Act(
    "reviews.request", "Lập sơ kết", ORGANISERS, "Chỉ cán bộ Ban Tổ chức – Kiểm tra được lập sơ kết."
)
EDIT = Act(
    "reviews.edit",
    "Sửa lời văn, dựng lại văn bản Word",
    ORGANISERS,
    "Chỉ cán bộ Ban Tổ chức – Kiểm tra được sửa lời văn.",
)
PRESENT = Act(
    "reviews.present",
    "Trình Thường trực duyệt sơ kết",
    ORGANISERS,
    "Chỉ cán bộ Ban Tổ chức – Kiểm tra được trình sơ kết.",
)
SEND_BACK = Act(
    "reviews.send_back",
    "Trả lại sơ kết để sửa",
    STANDING,
    "Chỉ Thường trực Tỉnh đoàn được trả lại sơ kết.",
)
APPROVE = Act("reviews.approve", "Duyệt sơ kết", STANDING, "Chỉ Thường trực Tỉnh đoàn được duyệt sơ kết.")
ACTS = (VIEW, REQUEST, EDIT, PRESENT, SEND_BACK, APPROVE)

ROUTES: dict[str, Act | None] = {
    "reviews:index": VIEW,
    "reviews:new": REQUEST,
    "reviews:review": VIEW,
    "reviews:annex": VIEW,
    "reviews:source": VIEW,
    "reviews:document": VIEW,
    "reviews:rebuild": EDIT,
    "reviews:edit": EDIT,
    "reviews:present": PRESENT,
    "reviews:send_back": SEND_BACK,
    "reviews:approve": APPROVE,
}
PUBLIC: frozenset[str] = frozenset()


def _check(act: Act, user: Any, review: Review) -> None:
    check(act, user, lineage=review.lineage, unit_id=review.scope_id)  # type: ignore[attr-defined]


def _check_state(review: Review, state: ReviewState, reason: str) -> None:
    if review.state == ReviewState.BUILDING:
        raise NotAllowed("Sơ kết đang lập, chờ lập xong.")
    if review.state == ReviewState.APPROVED:
        raise NotAllowed("Sơ kết đã duyệt, không sửa được nữa.")
    if review.state != state:
        raise NotAllowed(reason)


def check_can_list(user: Any) -> None:
    if not any(role in VIEW.grants for _, role in acting(user)):
        raise NotAllowed(VIEW.refusal)


def check_can_view(user: Any, review: Review) -> None:
    _check(VIEW, user, review)


def check_may_request(user: Any) -> None:
    """Somewhere at all: for the link and the empty form."""
    if not any(role in REQUEST.grants for _, role in acting(user)):
        raise NotAllowed(REQUEST.refusal)


def check_can_request(user: Any, *, lineage: Collection[int], scope_id: int) -> None:
    check(REQUEST, user, lineage=lineage, unit_id=scope_id)


def check_can_edit(user: Any, review: Review) -> None:
    _check(EDIT, user, review)
    _check_state(review, ReviewState.DRAFT, "Sơ kết đã trình; muốn sửa, đề nghị Thường trực trả lại.")


def check_can_rebuild(user: Any, review: Review) -> None:
    """The Word file of the last texts, when it is not there yet; in any state but while building."""
    _check(EDIT, user, review)
    if review.state == ReviewState.BUILDING:
        raise NotAllowed("Sơ kết đang lập, chờ lập xong.")


def check_may_present(user: Any, review: Review) -> None:
    """Role and state alone: for the button, which sleeps while a part is unwritten."""
    _check(PRESENT, user, review)
    _check_state(review, ReviewState.DRAFT, "Sơ kết đã trình.")


def check_can_present(user: Any, review: Review, unwritten: Sequence["Block"]) -> None:
    """`unwritten`: the blocks of the last texts that say nothing."""
    check_may_present(user, review)
    if unwritten:
        titles = ", ".join(block.title for block in unwritten)
        raise NotAllowed(f"Còn {len(unwritten)} phần chưa viết ({titles}).")


def check_can_send_back(user: Any, review: Review) -> None:
    _check(SEND_BACK, user, review)
    _check_state(review, ReviewState.PRESENTED, "Sơ kết chưa trình.")


def check_can_approve(user: Any, review: Review) -> None:
    """Nobody approves what they presented."""
    _check(APPROVE, user, review)
    _check_state(review, ReviewState.PRESENTED, "Sơ kết chưa trình.")
    if review.presented_by_id == user.pk:
        raise NotAllowed("Người trình không tự duyệt sơ kết ấy.")
