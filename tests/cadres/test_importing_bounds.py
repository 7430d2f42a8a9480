"""A district's own list: what is written comes back, and a workbook made to hurt hurts nobody."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.cadres.services import make_plan, read_list
from apps.core.clock import db_now
from apps.files.services import read_sheets
from apps.files.services.sheet_child import MEMORY
from tests.cadres.lists import listed, upload
from tests.files.makers import cells, xlsx
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SYLLABLES = ("Nguyễn", "Trần", "Thị", "Văn", "Đức", "Hòa", "Thuỷ", "Ưng", "Khuyên", "Ánh", "Yến")
names = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5).map(" ".join)
days = st.dates(date(1960, 1, 1), date(2004, 1, 1))
people = st.lists(
    st.tuples(names, days, st.sampled_from(["nam", "nữ", None]), st.sampled_from(["đại học", "THPT", None]),
              st.sampled_from(["chưa", "trung cấp", None]), st.booleans()),
    min_size=1, max_size=6, unique_by=lambda one: (one[0], one[1]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=people)
def test_what_is_written_into_a_sheet_comes_back_the_same(world: World, people):
    head = ("Họ và tên", "Ngày sinh", "Giới tính", "Trình độ chuyên môn", "Lý luận chính trị")
    rows = [(name, f"{on:%d/%m/%Y}" if typed else on, *rest) for name, on, *rest, typed in people]
    plan = make_plan(listed(world, head, *rows), user=world.secretary, today=DAY)
    assert plan.stopping == []
    labels = {"male": "nam", "female": "nữ", None: None}
    came_back = [
        (
            one.facts["full_name"],
            one.facts["born_on"],
            labels[one.facts.get("sex")],
            {held.kind: held.level for held in one.held},
        )
        for one in plan.people
    ]
    levels = {"đại học": 4, "THPT": 1, "chưa": 0, "trung cấp": 2}
    assert came_back == [
        (
            name,
            on,
            sex,
            {kind: levels[text] for kind, text in (("education", education), ("theory", theory)) if text},
        )
        for name, on, sex, education, theory, _ in people
    ]


@pytest.mark.slow
def test_the_two_cell_bomb_is_refused_before_a_reader_sees_it(world: World):
    started, process = time.monotonic(), os.getpid()
    with pytest.raises(ValidationError, match="200 cột"):
        read_list(
            actor=world.secretary, unit_id=world.khoai_chau.pk, upload=upload(xlsx(cells("A1", "XFD1048576"))),
            now=db_now(), today=DAY,
        )  # fmt: skip
    assert time.monotonic() - started < 2
    assert os.getpid() == process


@pytest.mark.slow
def test_a_reader_that_takes_too_much_dies_alone(monkeypatch):
    """The gate is told to let the bomb through: the child's bound holds, and its death is a sentence."""
    monkeypatch.setattr("apps.files.services.reading.sheet_extent", lambda workbook: None)
    with pytest.raises(ValidationError, match="cần quá nhiều bộ nhớ"):
        read_sheets(upload(xlsx(cells("A1", "XFD1048576"))))


@pytest.mark.slow
def test_the_child_binds_itself():
    told = subprocess.run(
        [sys.executable, "-c", CHILD_SAYS], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    assert told == [str(MEMORY), str(MEMORY), "60", "60"]


CHILD_SAYS = """
import resource, sys
sys.path.insert(0, 'apps/files/services')
import sheet_child
try:
    sheet_child.main("/nonexistent.xlsx")
except Exception:
    pass
sys.stdout.write(" ".join(str(bound) for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU)
                          for bound in resource.getrlimit(which)))
"""
