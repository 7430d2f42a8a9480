"""Birth dates in a column for men and one for women, under one head: the date, and the sex, from where it stands."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.cadres.enums import ListColumn, Sex, Trouble
from apps.cadres.models import Cadre, ColumnChoice, ListImport
from apps.cadres.services import make_plan, match_columns, record_list
from apps.cadres.services.importing.headers import find_head, guessed, people_rows
from apps.cadres.services.importing.places import Places
from apps.cadres.services.importing.rows import lacking, letters, read_rows
from apps.core.clock import db_now
from apps.core.vietnamese import day as written
from apps.files.services import Sheet
from tests.cadres.lists import RULES, listed
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
TOP = ("TT", "Họ và tên", "Ngày sinh", None, "Đơn vị", "Dân tộc")
LOW = (None, None, "Nam", "Nữ", None, None)
MERGED = ["A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"]
NAM = (1, "Lê Văn Nam", "17/05/1996", None, "Dân Tiến", "Kinh")
HOA = (2, "Trần Thị Hoa", None, date(1995, 3, 12), "Đồng Tiến", "Kinh")


def tried(world: World, *people: tuple):
    listing = listed(world, TOP, LOW, *people, merged=MERGED)
    return listing, make_plan(listing, user=world.secretary, today=DAY)


def test_sex_and_date_come_from_the_column_in_which_the_date_stands(world: World):
    listing, plan = tried(world, NAM, HOA)
    assert listing.columns == ["", "full_name", "born_on_male", "born_on_female", "unit", "ethnic_group"]
    assert listing.labels[2:4] == ["Ngày sinh / Nam", "Ngày sinh / Nữ"]
    assert plan.findings == []
    record_list(
        actor=world.secretary, listing_id=listing.pk, version=listing.version, now=db_now(), today=DAY
    )
    assert list(Cadre.objects.order_by("pk").values_list("full_name", "sex", "born_on")) == [
        ("Lê Văn Nam", "male", date(1996, 5, 17)),
        ("Trần Thị Hoa", "female", date(1995, 3, 12)),
    ]
    _, again = tried(world, NAM, HOA)
    assert (again.same_count, again.to_write) == (2, [])


WRONG = [
    ({"D": "18/05/1996"}, Trouble.WRONG_COLUMN, "C3", "Ngày sinh ghi ở cả C3 và D3: để lại một ô"),
    ({"C": None}, Trouble.MISSING, "C3", "Thiếu ngày sinh ở cả C3 và D3"),
    ({"C": "1996"}, Trouble.BARE_YEAR, "C3", "Mới có năm 1996"),
    ({"C": None, "D": "31/02/1996"}, Trouble.NO_SUCH_DAY, "D3", "Không có ngày 31/02/1996"),
    ({"C": None, "D": date(2019, 1, 1)}, Trouble.REFUSED, "D3", "Kiểm tra lại năm sinh"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "trouble", "address", "sentence"), WRONG)
def test_what_is_wrong_is_told_once_beside_its_cell(world: World, cells, trouble, address, sentence):
    person = tuple(cells.get("ABCDEF"[place], cell) for place, cell in enumerate(NAM))
    (found,) = tried(world, person)[1].stopping
    assert (found.trouble, found.row, found.address) == (trouble, 3, address)
    assert sentence in found.sentence


def test_a_column_of_sexes_beside_them_must_agree(world: World):
    head = ("Họ và tên", "Năm sinh nam", "Năm sinh (nữ)", "Giới tính")
    people = [("Lê Văn Nam", "17/05/1996", None, "nam"), ("Trần Thị Hoa", None, "12/03/1995", "nam")]
    listing = listed(world, head, *people)
    plan = make_plan(listing, user=world.secretary, today=DAY)
    assert [one.full_name for one in plan.people] == ["Lê Văn Nam"]
    ((trouble, address, sentence),) = [(one.trouble, one.address, one.sentence) for one in plan.stopping]
    assert (trouble, address) == (Trouble.WRONG_COLUMN, "C3")
    assert sentence == "Giới tính ghi nam, ngày sinh đứng ở cột nữ: sửa một trong hai."


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Ngày sinh / Nam", "born_on_male"), ("Ngày, tháng, năm sinh / Nữ", "born_on_female"),
        ("NĂM SINH / NỮ", "born_on_female"), ("Ngày sinh (nam)", "born_on_male"), ("Ngày sinh", "born_on"),
        ("Ngày sinh / Ghi chú", ""), ("Nam/Nữ", "sex"), ("Nam, nữ", "sex"), ("Giới tính / Nam", ""),
    ],
)  # fmt: skip
def test_how_their_heads_are_understood(label: str, column: str):
    assert guessed(label) == column


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        (["full_name", "born_on_male", "born_on_female"], []),
        (["full_name", "born_on_male"], ["Ngày sinh (nữ)"]),
        (["full_name", "born_on", "born_on_male"], []),
        (["born_on_female"], ["Họ và tên", "Ngày sinh (nam)"]),
        (["full_name"], ["Ngày sinh"]),
    ],
)
def test_one_of_them_alone_is_not_enough(columns: list[str], names: list[str]):
    assert lacking(columns) == names


def test_the_choice_is_remembered_and_a_head_is_chosen_once(world: World):
    listing, _ = tried(world, NAM)
    chosen = ["", "full_name", "born_on_female", "born_on_male", "unit", ""]
    given = {"actor": world.secretary, "listing_id": listing.pk, "rules": RULES, "today": DAY}
    with pytest.raises(ValidationError, match=r"Hai cột cùng là Ngày sinh \(nam\)"):
        match_columns(
            version=listing.version, columns=["", "full_name", *["born_on_male"] * 2, "", ""], **given
        )
    match_columns(version=listing.version, columns=chosen, **given)
    assert ColumnChoice.objects.get(header="ngay sinh / nam").column == "born_on_female"
    assert tried(world, NAM)[0].columns == chosen


days = st.dates(date(1960, 1, 1), date(2003, 12, 31))
cells = st.none() | days


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(cells, cells), min_size=1, max_size=8),
    women_first=st.booleans(),
    at=st.integers(0, 3),
)
@example(people=[(None, None), (DAY, DAY)], women_first=True, at=0)
def test_whoever_stands_in_one_column_is_read_and_nobody_else(world, people, women_first, at):
    """Wherever the pair stands in the list and whichever comes first."""
    order = ["Nữ", "Nam"] if women_first else ["Nam", "Nữ"]
    top, low = ["Họ và tên", "Dân tộc", "Ghi chú"], [None] * 3
    top[at:at], low[at:at] = ["Ngày sinh"] * 2, order
    rows = [top, low]
    for number, pair in enumerate(people):
        shown = dict(zip(["Nam", "Nữ"], pair, strict=True))
        line = [f"Lê Văn {chr(65 + number)}", "Kinh", None]
        line[at:at] = [written(shown[sex]) if shown[sex] else None for sex in order]
        rows.append(line)
    sheet = Sheet("thử", rows, [(0, at, 0, at + 1)])
    head = find_head(sheet, {})
    assert head
    listing = ListImport(
        unit=world.khoai_chau, labels=head.labels, columns=head.guess({}),
        first_row=head.first_row + 1, rows=people_rows(sheet)[head.first_row :],
    )  # fmt: skip
    drafts, _ = read_rows(listing, Places(world.khoai_chau.pk, DAY))
    places = [f"{letters(at + place)}" for place in range(2)]
    for draft, (man, woman) in zip(drafts, people, strict=True):
        told = [(one.trouble, one.sentence) for one in draft.findings]
        if (man is None) != (woman is None):
            assert (draft.values[ListColumn.BORN_ON], told) == (man or woman, [])
            assert draft.values[ListColumn.SEX] == (Sex.MALE if man else Sex.FEMALE)
        else:
            ((trouble, sentence),) = told
            assert trouble == (Trouble.WRONG_COLUMN if man else Trouble.MISSING)
            assert all(f"{place}{draft.number}" in sentence for place in places)
            assert ListColumn.BORN_ON not in draft.values
            assert ListColumn.SEX not in draft.values
