"""What the rounds of assessment ask of a person, for the home pages; read along with the page's frame."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.urls import reverse

from apps.assessments.queries.waiting import OwnPaper, Pile, own_column, own_papers, pile_column, piles
from apps.dashboard.queries.shell import Frame
from apps.dashboard.queries.todos import Todo, due


def round_columns(user: Any) -> dict[str, ArraySubquery]:
    """For `frame`."""
    return {"papers": ArraySubquery(own_column(user)), "piles": ArraySubquery(pile_column(user))}


def round_todos(around: Frame, now: datetime) -> list[Todo]:
    """Own assessments to score or mend, then what is to be appraised and decided. `around` has `round_columns`."""
    own = [_score(paper, now) for paper in own_papers(around.more["papers"])]
    return [*own, *(_handle(pile, now) for pile in piles(around.more["piles"]))]


def _score(paper: OwnPaper, now: datetime) -> Todo:
    url = reverse("assessments:score_form", args=[paper.pk])
    if paper.is_returned:
        return Todo(
            icon="arrow-return-left",
            tone="warn",
            title=f"Sửa {paper.returned} mục được trả lại rồi gửi thẩm định",
            detail=paper.title,
            action="Sửa bản tự chấm",
            url=url,
            left="Chờ đồng chí sửa",
        )
    return Todo(
        icon="pencil-square",
        tone="bad" if paper.due_at < now else "info",
        title="Tự chấm, gửi thẩm định",
        detail=paper.title,
        action="Tự chấm",
        url=url,
        **due(paper.due_at, now),  # type: ignore[arg-type]
    )


def _handle(pile: Pile, now: datetime) -> Todo:
    if pile.is_to_decide:
        title, action, icon = f"Quyết định xếp loại {pile.count} đơn vị", "Quyết định", "clipboard-check"
        url = reverse("assessments:decide", args=[pile.round_id])
    else:
        what = "kết quả được xem xét lại" if pile.again else "bản tự chấm"
        title, action, icon = f"Thẩm định {pile.count} {what}", "Thẩm định", "hourglass-split"
        url = f"{reverse('assessments:round', args=[pile.round_id])}?buoc=submitted"
    when: dict[str, Any] = {"left": "Đang chờ"} if pile.again else due(pile.due_at, now)
    tone = "bad" if not pile.again and pile.due_at < now else "info"
    return Todo(icon=icon, tone=tone, title=title, detail=pile.title, action=action, url=url, **when)
