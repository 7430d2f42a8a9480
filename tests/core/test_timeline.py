"""The timeline: dots stand on their days, those close to each other are counted in one, and none is lost."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.charts import Happening, TimelineRow, timeline_chart

FIRST = date(2021, 9, 30)
DAYS = st.lists(st.integers(1, 1096), max_size=40)


def drawn(days: list[int], width: float, length: int = 1096) -> ElementTree.Element:
    rows = [TimelineRow("Khoái Châu", 3, [Happening(FIRST + timedelta(day)) for day in days])]
    last = FIRST + timedelta(length)
    return ElementTree.fromstring(
        timeline_chart(rows, first=FIRST, last=last, standing="đang khuyết", title="Khuyết", width=width)
    )


def all_of(picture: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [part for part in picture.iter() if part.tag.endswith(name)]


def place(dot: ElementTree.Element) -> float:
    return float(dot.attrib["cx"])


@pytest.mark.parametrize("width", [342, 1040])
@given(days=DAYS)
def test_every_happening_is_in_one_dot_and_in_the_words(width, days):
    picture = drawn(days, width)
    dots = all_of(picture, "circle")
    counts = [
        int(text.text) for text in all_of(picture, "text") if text.attrib.get("class") == "chart-on-accent"
    ]
    alone = len(dots) - len(counts)
    assert alone + sum(counts) == len(days)
    (words,) = all_of(picture, "desc")
    assert all(f"{FIRST + timedelta(day):%d/%m/%Y}" in words.text for day in days)


@given(days=st.lists(st.integers(1, 1096), min_size=1, max_size=40))
def test_dots_stay_in_the_picture_in_the_order_of_days(days):
    dots = [place(dot) for dot in all_of(drawn(days, 1040), "circle")]
    assert dots == sorted(dots)
    assert all(0 <= x <= 1040 for x in dots)


def test_a_dot_alone_stands_on_its_day_between_first_and_last():
    first, middle, last = (place(all_of(drawn([day], 1040), "circle")[0]) for day in (0, 548, 1096))
    assert last == 1040 - 14
    assert abs((first + last) / 2 - middle) < 0.1


def test_over_a_long_time_no_dot_covers_the_middle_of_another():
    days = list(range(1, 3650, 10))
    places = [place(dot) for dot in all_of(drawn(days, 342, 3650), "circle")]
    assert min(after - before for before, after in pairwise(places)) > 9


def test_who_is_no_subject_is_a_ring():
    rows = [TimelineRow("Khoái Châu", 0, [Happening(date(2022, 3, 12), is_subject=False)])]
    svg = timeline_chart(rows, first=FIRST, last=date(2022, 9, 30), standing="", title="Khuyết")
    assert svg.count("chart-ring") == 1
    assert "chart-dot" not in svg
