"""Charts: the same figures give the same bytes, a missing value is never drawn, every value is said."""

from __future__ import annotations

import itertools
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.charts import (
    MISSING,
    Bar,
    DotRow,
    Series,
    Target,
    Tile,
    bar_chart,
    dot_axis,
    dot_cell,
    dot_chart,
    line_chart,
    sparkline,
    tile_map,
)
from apps.core.charts.scale import Scale, runs, spread, ticks

SVG = "{http://www.w3.org/2000/svg}"
VALUE = st.one_of(st.none(), st.integers(0, 5000), st.decimals(0, 100, places=1))
VALUES = st.lists(VALUE, min_size=1, max_size=16)


def written(value: float | int | Decimal) -> str:
    return f"{float(value):.1f}".replace(".", ",") + " %"


def labels(values: list) -> list[str]:
    return [f"quý {position}" for position, _ in enumerate(values)]


def spark(values: list, target=None) -> str:
    return sparkline(values, target, labels=labels(values), formatter=written, title="Đạt chuẩn")


def lines(values: list, **more) -> str:
    series = [Series("Toàn tỉnh", values, is_subject=True), Series("Cấp xã", values[::-1])]
    return line_chart(series, labels=labels(values), formatter=written, title="Đạt chuẩn", **more)


def bars(values: list) -> str:
    rows = [Bar(f"Đơn vị {position}", value) for position, value in enumerate(values)]
    return bar_chart(rows, 85, formatter=written, title="Đạt chuẩn")


def dots(values: list) -> str:
    rows = [DotRow(f"Chỉ tiêu {position}", value, 40, 85) for position, value in enumerate(values)]
    return dot_chart(rows, formatter=written, title="Đạt chuẩn")


def tiles(values: list) -> str:
    row = [Tile(f"Huyện {position}", value, position, 0) for position, value in enumerate(values)]
    return tile_map(row, thresholds=(76, 80, 85), formatter=written, title="Đạt chuẩn")


CHARTS = [spark, lines, bars, dots, tiles]


def strokes(svg: str) -> list[str]:
    return [path.attrib["d"] for path in ElementTree.fromstring(svg).iter(f"{SVG}path")]


@pytest.mark.parametrize("draw", CHARTS)
@given(values=VALUES)
def test_the_same_figures_give_the_same_bytes(draw, values):
    assert draw(values).encode() == draw(list(values)).encode()


@pytest.mark.parametrize("draw", CHARTS)
@given(values=VALUES)
def test_every_value_is_said_and_the_picture_is_named(draw, values):
    svg = draw(values)
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == "Đạt chuẩn"
    said = root.find(f"{SVG}desc").text
    assert all(written(value) in said for value in values if value is not None)
    assert (MISSING in said) or None not in values


@given(values=VALUES)
def test_a_missing_value_breaks_the_line(values):
    expected = [len(run) for run in runs(values) if len(run) > 1]
    assert [stroke.count("L") + 1 for stroke in strokes(spark(values))] == expected


@given(values=VALUES, gap=st.integers(0, 15))
def test_a_missing_value_draws_nothing_where_a_zero_would(values, gap):
    gap %= len(values)
    without = [None if position == gap else value for position, value in enumerate(values)]
    zero = [0 if position == gap else value for position, value in enumerate(values)]
    circles = [
        svg.count("<circle") + svg.count("L") + svg.count("M") for svg in (spark(without), spark(zero))
    ]
    assert circles[0] < circles[1]


def test_a_missing_last_quarter_has_no_dot():
    assert spark([1, 2, 3]).count("<circle") == 1
    assert "<circle" not in spark([1, 2, None])


@pytest.mark.parametrize("draw", CHARTS)
def test_nothing_given_is_still_a_picture(draw):
    ElementTree.fromstring(draw([None, None]))


def test_missing_prints_a_dash_where_the_value_would_stand():
    for draw in (lines, bars, dots, tiles):
        shown = [text.text for text in ElementTree.fromstring(draw([80, None])).iter(f"{SVG}text")]
        assert any(MISSING in (text or "") for text in shown)


def test_names_are_escaped():
    svg = bar_chart([Bar("<script>", 1)], formatter=str, title='Đoàn "xã"')
    assert "<script>" not in svg
    ElementTree.fromstring(svg)


def test_a_truncated_axis_says_so_and_a_whole_one_does_not():
    assert "Trục từ 60,0 %" in lines([68.4, 81.8, 90.8])
    assert "Trục từ" not in lines([68.4, 81.8, 90.8], from_zero=True)


def test_bars_begin_at_zero():
    root = ElementTree.fromstring(bars([50, 100]))
    half, whole = (float(rect.attrib["width"]) for rect in root.iter(f"{SVG}rect"))
    assert half * 2 == pytest.approx(whole, abs=0.02)


def test_the_target_is_named_and_dashed():
    svg = lines([70, 80], target=Target(85, "Mục tiêu 85 % (đề xuất)"))
    assert "Mục tiêu 85 % (đề xuất)" in svg
    assert "stroke-dasharray" in svg


def test_a_dot_cell_keeps_its_marks_apart_and_an_empty_one_has_only_the_grid():
    full = dot_cell(DotRow("Quán triệt", 80, 60, 100), 40, 100, (40, 100), formatter=written)
    assert (full.count("chart-dot"), full.count("chart-ring"), full.count("chart-target")) == (1, 1, 1)
    empty = dot_cell(None, 40, 100, (40, 100), formatter=written)
    assert "chart-grid" in empty
    assert "<circle" not in empty
    assert "40,0 %" in dot_axis(40, 100, (40, 100), formatter=written)


@pytest.mark.parametrize(("value", "step"), [(75.9, 1), (76, 2), (80, 3), (85, 4), (None, "none")])
def test_a_tile_takes_the_step_of_its_value(value, step):
    assert f"tile-{step}" in tiles([value]).split("<rect")[1]


def test_tiles_that_lead_somewhere_are_a_group_of_links():
    tile = Tile("Mỹ Hào", 85.7, 0, 0, is_met=True, href="/don-vi/my-hao/")
    svg = tile_map([tile], thresholds=(76, 80, 85), formatter=written, title="Đạt chuẩn")
    assert 'role="group"' in svg
    assert 'href="/don-vi/my-hao/"' in svg
    assert "✓ đạt" in svg


@given(places=st.lists(st.floats(0, 200), min_size=1, max_size=5))
def test_labels_keep_their_distance_and_order(places):
    moved = spread(places, 19, 0, 200)
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    assert all(moved[after] - moved[before] >= 18.99 for before, after in itertools.pairwise(order))


@given(low=st.floats(0, 1000), span=st.floats(0.1, 1000))
def test_ticks_are_round_and_begin_below_the_values(low, span):
    marks = ticks(low, low + span)
    assert marks[0] <= low
    assert len(marks) <= 8
    steps = {round(after - before, 6) for before, after in itertools.pairwise(marks)}
    assert len(steps) <= 1


def test_a_span_of_nothing_maps_to_the_middle():
    assert Scale(5, 5, 0, 10)(5) == 5
