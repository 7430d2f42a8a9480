"""Lanes of days: bars stand on their days, rows keep apart, and the day past the limit is where it belongs."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from apps.core.charts import Mark, Passing, Span, lane_chart

FIRST, LAST = date(2010, 1, 1), date(2023, 1, 1)
PASSING = Passing(date(2022, 3, 12), "12/03/2022: 36 tuổi", "quá mức không quá 35 tuổi")
DAYS = st.integers(0, (LAST - FIRST).days - 1)


def span(start: date, end: date, lane: int = 0, **more) -> Span:
    return Span(lane, "Phó Bí thư", "Huyện đoàn Khoái Châu", start, end, f"Phó Bí thư từ {start}", **more)


def drawn(spans: list[Span], **more) -> ElementTree.Element:
    names = ["Cấp huyện", "Cấp xã"]
    return ElementTree.fromstring(
        lane_chart(names, spans, first=FIRST, last=LAST, title="Năm chức danh", **more)
    )


def shapes(picture: ElementTree.Element, css: str) -> list[dict[str, float]]:
    found = [part.attrib for part in picture.iter() if part.attrib.get("class", "").split()[:1] == [css]]
    return [
        {key: float(value) for key, value in one.items() if re.fullmatch(r"-?[\d.]+", value)} for one in found
    ]


def texts(picture: ElementTree.Element) -> str:
    return " ".join(part.text or "" for part in picture.iter())


def test_what_is_held_past_the_limit_is_marked_from_the_very_day():
    held = span(date(2017, 7, 1), date(2022, 4, 15), is_now=True, is_limited=True)
    other = span(date(2017, 7, 1), date(2022, 4, 15), 1, is_now=True)
    picture = drawn([held, other], passing=PASSING)
    (over,), (line,), (past,) = (shapes(picture, css) for css in ("chart-over", "chart-limit", "chart-past"))
    assert over["x"] == line["x1"] == past["x"]
    assert past["x"] + past["width"] == 1040
    assert "12/03/2022: 36 tuổi" in texts(picture)
    assert "quá mức không quá 35 tuổi" in texts(picture)


def test_before_the_limit_nothing_is_marked():
    held = span(date(2017, 7, 1), date(2022, 3, 12), is_now=True, is_limited=True)
    assert shapes(drawn([held], passing=PASSING), "chart-over") == []
    assert shapes(drawn([held]), "chart-limit") == []


def test_every_span_is_said_in_words_even_where_its_name_has_no_room():
    spans = [
        span(FIRST + timedelta(days=9 * number), FIRST + timedelta(days=9 * number + 9))
        for number in range(9)
    ]
    picture = drawn(spans, width=342)
    for one in spans:
        assert one.words in texts(picture)


@given(st.lists(st.tuples(DAYS, st.integers(1, 900), st.integers(0, 1)), min_size=1, max_size=8, unique=True))
def test_bars_keep_apart_and_within_the_picture(given_spans: list[tuple[int, int, int]]):
    spans = [
        Span(lane, f"{number}", "", FIRST + timedelta(days=start), FIRST + timedelta(days=start + days), "")
        for number, (start, days, lane) in enumerate(given_spans)
    ]
    bars = shapes(drawn(spans), "chart-span")
    assert len(bars) == len(spans)
    for number, bar in enumerate(bars):
        assert 0 <= bar["x"] <= 1040
        for other in bars[number + 1 :]:
            apart = bar["x"] + bar["width"] <= other["x"] + 3 or other["x"] + other["width"] <= bar["x"] + 3
            assert apart or bar["y"] != other["y"]


def test_marks_stand_above_their_day_and_the_limits_own_is_bold():
    marks = [Mark(date(2015, 3, 12), "30 tuổi"), Mark(date(2020, 3, 12), "35 tuổi", True)]
    picture = drawn([span(FIRST, LAST)], marks=marks)
    weights = {
        part.text: part.attrib["font-weight"] for part in picture.iter() if (part.text or "").endswith("tuổi")
    }
    assert weights == {"30 tuổi": "400", "35 tuổi": "600"}
    assert len(shapes(picture, "chart-tick")) == 2
