import pytest

from apps.core.exceptions import NotAllowed
from apps.core.workflow import Step, acts_from, advance, mermaid

STEPS = (
    Step("draft", "submit", "submitted", "đơn vị"),
    Step("submitted", "approve", "approved", "cấp duyệt"),
)


def test_a_step_of_the_table_is_taken() -> None:
    assert advance(STEPS, state="draft", act="submit", refusal="không").next_state == "submitted"
    assert acts_from(STEPS, "submitted") == ["approve"]


def test_what_the_table_does_not_have_is_refused_with_the_reason() -> None:
    with pytest.raises(NotAllowed, match="Báo cáo đã duyệt"):
        advance(STEPS, state="approved", act="submit", refusal="Báo cáo đã duyệt.")


def test_the_picture_shows_every_step() -> None:
    drawn = mermaid(STEPS, {"draft": "bản nháp"}, {"submit": "Nộp", "approve": "Duyệt"})
    assert "draft --> submitted: Nộp (đơn vị)" in drawn
    assert drawn.count("-->") == len(STEPS)
