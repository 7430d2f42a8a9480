"""How scores and states are written on pages."""

from decimal import Decimal
from typing import Any

from django import template

from apps.assessments.enums import AssessmentState, ClassCode
from apps.core.canonical import plain
from apps.core.vietnamese import MISSING

register = template.Library()

STATES = {
    AssessmentState.REGISTERED: ("flag", "info"),
    AssessmentState.DRAFT: ("pencil", "neutral"),
    AssessmentState.SUBMITTED: ("hourglass-split", "info"),
    AssessmentState.RETURNED: ("arrow-return-left", "warn"),
    AssessmentState.APPRAISED: ("clipboard-check", "info"),
    AssessmentState.DECIDED: ("check-circle-fill", "ok"),
}
CLASSES = {
    ClassCode.EXCELLENT: ("award", "ok"),
    ClassCode.GOOD: ("check-circle-fill", "ok"),
    ClassCode.DONE: ("check-lg", "neutral"),
    ClassCode.FAILED: ("exclamation-triangle-fill", "bad"),
}


@register.filter
def points(value: Decimal | str | None) -> str:
    """13.75 → 13,75; 10.00 → 10; nothing → —. Texts are those of canonical JSON."""
    return MISSING if value is None else plain(Decimal(value)).replace(".", ",")


@register.simple_tag
def state_of(assessment: Any) -> dict[str, str]:
    """For components/state_badge.html."""
    state = AssessmentState(assessment.state)
    icon, tone = STATES[state]
    return {"icon": icon, "tone": tone, "label": str(state.label)}


@register.simple_tag
def class_state(code: str, name: str = "") -> dict[str, str]:
    """A class as icon, word and tone; `name`: as its set calls it."""
    icon, tone = CLASSES[ClassCode(code)]
    return {"icon": icon, "tone": tone, "label": name or str(ClassCode(code).label)}
