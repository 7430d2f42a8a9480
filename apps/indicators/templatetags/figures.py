"""Template tags for figures: the number with its source, its judgement, its change."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.vietnamese import MISSING, number
from apps.indicators.enums import Judgement
from apps.indicators.queries import Coverage, Figure, Standing

register = template.Library()
State = dict[str, str]

STATES: dict[Judgement | None, State] = {
    Judgement.MET: {"icon": "check-circle-fill", "label": "Đạt", "tone": "ok"},
    Judgement.NEAR: {"icon": "exclamation-triangle-fill", "label": "Cần chú ý", "tone": "warn"},
    Judgement.MISSED: {"icon": "x-circle-fill", "label": "Chưa đạt", "tone": "bad"},
    None: {"icon": "dash-circle", "label": "Chưa có số liệu", "tone": "neutral"},
}
PROVISIONAL = {"icon": "hourglass-split", "label": "Tạm tính", "tone": "neutral"}


@register.simple_tag
def figure(shown: Figure | None, *, bare: bool = False, strong: bool = False) -> SafeString:
    """`{% figure f %}`: the number and its unit of measure, leading to "Số này từ đâu"; `bare` leaves the unit out.

    A figure that was never due is a plain "—"; one that is missing is a "—" that still says why.
    """
    if shown is None:
        return format_html('<span class="secondary">{}</span>', MISSING)
    css = "num" + (" num--strong" if strong else "") + (" num--missing" if shown.value is None else "")
    return format_html(
        '<a class="{}" href="{}" data-source data-source-label="{}">{}</a>',
        css,
        figure_url(shown),
        shown.full_text,
        shown.text if bare else shown.full_text,
    )


@register.simple_tag
def figure_url(shown: Figure) -> str:
    """The address of "Số này từ đâu" of this figure."""
    return reverse("indicators:source", args=[shown.code, shown.unit_id, shown.period_slug])


@register.filter
def state(standing: Standing | None) -> State | None:
    """How a figure stands against its target, as icon, word and tone; None where no target was assigned."""
    return STATES[standing.judgement] if standing else None


@register.filter
def coverage_state(shown: Figure) -> State:
    """Whether every unit that should have given the figure gave it."""
    if shown.is_complete:
        return {"icon": "check-circle-fill", "label": "Đủ", "tone": "ok"}
    return {"icon": "hourglass-split", "label": "Chưa đủ", "tone": "warn"}


@register.filter
def quantity(value: object, decimals: int = 0) -> str:
    """A number the Vietnamese way with so many decimals; "—" when missing."""
    return number(value, decimals)  # type: ignore[arg-type]


@register.filter
def coverage_label(covered: Coverage) -> str:
    """Quý II · đủ 11/11"""
    return f"{covered.period.label.partition('/')[0]} · {covered.words}"


@register.filter
def lower_first(text: str) -> str:
    """For a name inside a sentence; names of committees in capitals (BCH, BTV) stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
