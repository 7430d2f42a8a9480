"""The few SVG elements our charts are made of, escaped by Django and written with fixed decimals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString

FONT = "Be Vietnam Pro, Inter, sans-serif"

# Light colours of css/tokens.css: what a document sees, where there is no style sheet.
ATTRIBUTES: dict[str, dict[str, str]] = {
    "chart-grid": {"stroke": "#E2E7EE", "stroke-width": "1"},
    "chart-axis": {"stroke": "#CBD3DE", "stroke-width": "1"},
    "chart-tick": {"stroke": "#848FA0", "stroke-width": "1"},
    "chart-line": {"stroke": "#0B57B7", "stroke-width": "2.5", "fill": "none"},
    "chart-line chart-line--thin": {"stroke": "#0B57B7", "stroke-width": "1.6", "fill": "none"},
    "chart-line--context": {"stroke": "#7A8FAC", "stroke-width": "1.75", "fill": "none"},
    "chart-dot": {"fill": "#0B57B7", "stroke": "#FFFFFF", "stroke-width": "1.5"},
    "chart-dot--context": {"fill": "#7A8FAC", "stroke": "#FFFFFF", "stroke-width": "1.5"},
    "chart-ring": {"fill": "#FFFFFF", "stroke": "#7A8FAC", "stroke-width": "1.5"},
    "chart-gap": {"stroke": "#9DBFEA", "stroke-width": "2"},
    "chart-target": {"stroke": "#142033", "stroke-width": "2.5"},
    "chart-target--dashed": {"stroke": "#848FA0", "stroke-width": "1.25", "stroke-dasharray": "4 3"},
    "chart-bar": {"fill": "#0B57B7"},
    "chart-bar--context": {"fill": "#7A8FAC"},
    "chart-span": {"fill": "#C9DDF6"},
    "chart-span chart-span--now": {"fill": "#0B57B7"},
    "chart-past": {"fill": "#FDEBEA"},
    "chart-over": {"fill": "#B01E22"},
    "chart-limit": {"stroke": "#B01E22", "stroke-width": "2"},
    "chart-tile tile-1": {"fill": "#EAF1FA"},
    "chart-tile tile-2": {"fill": "#D3E3F6"},
    "chart-tile tile-3": {"fill": "#AFCDF0"},
    "chart-tile tile-4": {"fill": "#7FADE3"},
    "chart-tile tile-none": {"fill": "#FFFFFF", "stroke": "#CBD3DE", "stroke-dasharray": "4 3"},
}
TEXT_COLOURS = {
    "": "#465468",
    "chart-ink": "#142033",
    "chart-faint": "#5F6C80",
    "chart-subject-text": "#0B57B7",
    "chart-on-accent": "#FFFFFF",
    "chart-bad-text": "#B01E22",
}


def number(value: float | int | Decimal | str) -> str:
    """A coordinate with at most two decimals and no trailing zeros; text passes through."""
    if isinstance(value, str):
        return value
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, css: str = "", *children: str, **attributes: float | int | str) -> SafeString:
    """One element; `stroke_width=2` becomes `stroke-width="2"`, the class brings its light colours along."""
    pairs = {"class": css} if css else {}
    pairs |= ATTRIBUTES.get(css, {})
    pairs |= {key.replace("_", "-"): number(value) for key, value in attributes.items()}
    written = "".join(f' {key}="{escaped(value)}"' for key, value in pairs.items())
    if not children:
        return SafeString(f"<{name}{written}/>")
    return SafeString(f"<{name}{written}>{joined(children)}</{name}>")


def escaped(content: str) -> str:
    """As Django's `conditional_escape`, without its wrappers: a page draws some thousands of these."""
    return content if isinstance(content, SafeString) else escape(content)


def text(
    content: str,
    x: float,
    y: float,
    *,
    css: str = "",
    size: int = 13,
    weight: int = 400,
    anchor: str = "start",
) -> SafeString:
    """A line of text whose baseline starts, ends or has its middle at (x, y)."""
    return element(
        "text",
        css,
        content,
        x=x,
        y=y,
        fill=TEXT_COLOURS[css],
        font_size=size,
        font_weight=weight,
        text_anchor=anchor,
    )


def line(css: str, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    """A straight stroke."""
    return element("line", css, x1=x1, y1=y1, x2=x2, y2=y2)


def dot(css: str, x: float, y: float, radius: float) -> SafeString:
    """A dot or ring around (x, y)."""
    return element("circle", css, cx=x, cy=y, r=radius)


def path(css: str, points: Sequence[tuple[float, float]]) -> SafeString:
    """A line through the points, in order."""
    steps = " ".join(
        f"{'M' if index == 0 else 'L'}{number(x)} {number(y)}" for index, (x, y) in enumerate(points)
    )
    return element("path", css, d=steps, stroke_linejoin="round", stroke_linecap="round")


def link(href: str, name: str, *children: str) -> SafeString:
    """Children that lead somewhere; `name` is read to those who do not see them."""
    return element("a", "", *children, href=href, aria_label=name) if href else joined(children)


def joined(parts: Iterable[str]) -> SafeString:
    """Parts one after another, escaped unless already safe."""
    return SafeString("".join(escaped(part) for part in parts))


def picture(
    parts: Iterable[str],
    *,
    width: float,
    height: float,
    title: str,
    description: str,
    role: str = "img",
    css: str = "chart",
) -> SafeString:
    """The whole SVG with its name and the words for it; no ids, so many may stand on one page."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{7}" viewBox="0 0 {0} {1}" width="{0}" height="{1}" '
        'role="{2}" aria-label="{3}" font-family="{4}"><title>{3}</title><desc>{5}</desc>{6}</svg>',
        number(width),
        number(height),
        role,
        title,
        FONT,
        description,
        joined(parts),
        css,
    )
