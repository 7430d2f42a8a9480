"""A tile map: one tile a district, placed as on the map by the caller, its value printed, one blue in four steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from apps.core.charts import svg
from apps.core.charts.scale import Formatter, Value, shown, text_width

TILE_WIDTH, TILE_HEIGHT, GAP, STRIP_HEIGHT = 105, 86, 8, 52


@dataclass(frozen=True)
class Tile:
    """One unit: where it stands (column and row from 0), what it says, whether it meets the target, where it leads."""

    name: str
    value: Value
    column: int
    row: int
    span: int = 1
    is_met: bool = False
    href: str = ""


def step_of(value: Value, thresholds: Sequence[float]) -> str:
    """The tile's step, 1 (under the first threshold) to 4; "none" for a missing value."""
    return "none" if value is None else str(1 + sum(float(value) >= edge for edge in thresholds))


def tile_map(
    tiles: Sequence[Tile], *, thresholds: tuple[float, float, float], formatter: Formatter, title: str
) -> SafeString:
    """Tiles of one size, the key below them; a tile that spans columns (a unit without a place) is a low strip.

    Tiles with `href` are links; the picture is then a group, not one image.
    """
    columns = max((tile.column + tile.span for tile in tiles), default=1)
    width = columns * (TILE_WIDTH + GAP) - GAP
    bottom = max((_top(tile) + _height(tile) for tile in tiles), default=0)
    parts = [_tile(tile, thresholds, formatter) for tile in tiles]
    parts += _key(thresholds, formatter, bottom + 14, width)
    words = " ".join(
        f"{tile.name}: {shown(tile.value, formatter)}{', đạt' if tile.is_met else ''}." for tile in tiles
    )
    role = "group" if any(tile.href for tile in tiles) else "img"
    return svg.picture(
        parts,
        width=width,
        height=bottom + 34,
        title=title,
        description=words,
        role=role,
        css="chart chart--tiles",
    )


def _top(tile: Tile) -> float:
    return tile.row * (TILE_HEIGHT + GAP) + (6 if tile.span > 1 else 0)


def _height(tile: Tile) -> float:
    return STRIP_HEIGHT if tile.span > 1 else TILE_HEIGHT


def _tile(tile: Tile, thresholds: Sequence[float], formatter: Formatter) -> SafeString:
    left, top, height = tile.column * (TILE_WIDTH + GAP), _top(tile), _height(tile)
    width = tile.span * (TILE_WIDTH + GAP) - GAP
    css = f"chart-tile tile-{step_of(tile.value, thresholds)}"
    value, is_strip = shown(tile.value, formatter), tile.span > 1
    parts = [
        svg.element("rect", css, x=left, y=top, width=width, height=height, rx=6),
        svg.text(
            tile.name,
            left + (12 if is_strip else 10),
            top + (31 if is_strip else 26),
            css="chart-ink",
            size=14,
        ),
        _value(value, left, top, width, is_strip),
    ]
    if tile.is_met:
        right = left + width - (18 + text_width(value, 19) if is_strip else 7)
        parts.append(
            svg.text(
                "✓ đạt", right, top + (32 if is_strip else 70), css="chart-ink", weight=600, anchor="end"
            )
        )
    return svg.link(tile.href, f"{tile.name}: {value}{', đạt' if tile.is_met else ''}", *parts)


def _value(value: str, left: float, top: float, width: float, is_strip: bool) -> SafeString:
    if is_strip:
        return svg.text(
            value, left + width - 12, top + 33, css="chart-ink", size=19, weight=600, anchor="end"
        )
    return svg.text(value, left + 10, top + 70, css="chart-ink", size=19, weight=600)


def _key(thresholds: Sequence[float], formatter: Formatter, top: float, width: float) -> list[SafeString]:
    first, second, third = (formatter(edge) for edge in thresholds)
    words = [f"dưới {first}", f"{first}–{second}", f"{second}–{third}", f"từ {third}"]
    parts, left = [], 0.0
    for step, word in enumerate(words, start=1):
        parts.append(svg.element("rect", f"chart-tile tile-{step}", x=left, y=top, width=14, height=14, rx=4))
        parts.append(svg.text(word, left + 20, top + 12, size=13))
        left += width / len(words)
    return parts
