"""Weak branches: a table of cases reckoned by hand, everything once more in plain Python, places, filters, cost."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.branches.enums import WeakReason
from apps.branches.models import BranchQuarter, BranchRule, SupportPlan
from apps.branches.queries.weak import Board, Filters, Plans, judged_branch, weak_branches, weak_counts
from apps.units.models import Unit
from tests.branches import plain_weak as plain
from tests.branches.ground import branch, branches, in_sector, put_right, quarter, secretary, sound
from tests.cadres.people import cadre
from tests.world import DAY, World, build_world

pytestmark = pytest.mark.django_db
RATED, VACANT = WeakReason.RATED, WeakReason.NO_SECRETARY
SMALL, SILENT = WeakReason.SMALL, WeakReason.SILENT
AUTUMN = date(2021, 10, 20)  # quarter III has ended and is past due


@pytest.fixture
def world(db: None) -> World:
    """Without the branch that other tests speak of."""
    return build_world()


def said(unit: Unit, day: date = AUTUMN, **more) -> dict[WeakReason, date | None]:
    found = judged_branch(unit.pk, day, **more)
    return {reason.kind: reason.since for reason in found.reasons}


def listed(board: Board) -> list[str]:
    return [row.name for row in board.rows]


def plan_for(unit: Unit, world: World, **more) -> SupportPlan:
    given = {
        "reasons": ["secretary"], "measures": "Kiện toàn", "starts_on": date(2021, 7, 1), "due_on": date(2021, 12, 31),
        "supporter": cadre(world.dong_tien, name="Lê Thị Hỗ Trợ"), "made_by": world.commune_secretary,
    }  # fmt: skip
    return SupportPlan.objects.create(branch=unit, **(given | more))


# --- the secretary ---
def test_a_sound_branch_has_no_reason_and_nothing_is_unclear(world: World):
    found = judged_branch(sound(branch(world.dong_tien)).pk, AUTUMN)
    assert (found.reasons, found.is_unclear, found.members, found.members_on) == ((), False, 12, DAY)
    assert (found.name, found.commune) == ("Chi đoàn thôn Trung", "Đoàn xã Đồng Tiến")


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], {VACANT: None}),
        ([(date(2019, 1, 1), None)], {}),
        ([(date(2019, 1, 1), date(2021, 5, 1))], {VACANT: date(2021, 5, 1)}),
        ([(date(2019, 1, 1), AUTUMN)], {VACANT: AUTUMN}),  # from its end on nobody holds it
        ([(date(2019, 1, 1), date(2021, 10, 21))], {}),
        ([(AUTUMN, None)], {}),
        ([(date(2021, 10, 21), None)], {VACANT: None}),  # who comes tomorrow is not there today
        (
            [(date(2019, 1, 1), date(2020, 1, 1)), (date(2020, 6, 1), date(2021, 2, 1))],
            {VACANT: date(2021, 2, 1)},
        ),
        ([(date(2019, 1, 1), date(2020, 1, 1)), (date(2022, 1, 1), None)], {VACANT: date(2020, 1, 1)}),
    ],
)
def test_without_a_secretary_on_the_day(world: World, spans, expected):
    unit = branch(world.dong_tien)
    for slug in ("2021-q2", "2021-q3"):
        quarter(unit, slug, met=[(12, 10)])
    for since, until in spans:
        secretary(unit, since, until)
    assert said(unit) == expected


def test_a_deputy_is_no_secretary(world: World):
    from tests.cadres.people import appoint

    unit = branch(world.dong_tien)
    appoint(cadre(unit), "DEPUTY_SECRETARY", date(2020, 1, 1))
    assert VACANT in said(unit)


# --- members: (quarter, members) handed over, 9 is the line ---
@pytest.mark.parametrize(
    ("sizes", "expected", "is_unknown"),
    [
        ({}, None, True),
        ({"2021-q3": 9}, None, False),
        ({"2021-q3": 8}, date(2021, 9, 30), False),
        ({"2021-q3": 0}, date(2021, 9, 30), False),
        ({"2021-q3": None}, None, True),
        ({"2021-q2": 8, "2021-q3": None}, None, True),  # the last one counts, and it does not say
        ({"2021-q1": 8, "2021-q3": 8}, date(2021, 3, 31), False),
        ({"2021-q1": 8, "2021-q2": None, "2021-q3": 7}, date(2021, 3, 31), False),
        ({"2020-q4": 8, "2021-q1": 9, "2021-q2": 8, "2021-q3": 8}, date(2021, 6, 30), False),
        ({"2021-q2": 7}, date(2021, 6, 30), False),  # nothing newer was handed over
        ({"2021-q3": 8, "2021-q4": 20}, date(2021, 9, 30), False),  # of a cut-off to come
    ],
)
def test_few_members_by_the_last_quarter_handed_over(world: World, sizes, expected, is_unknown):
    unit = branch(world.dong_tien)
    secretary(unit)
    for slug, members in sizes.items():
        quarter(unit, slug, met=[(1, 1)], members=members)
    found = judged_branch(unit.pk, AUTUMN)
    assert {reason.kind: reason.since for reason in found.reasons}.get(SMALL) == expected
    assert found.is_size_unknown is is_unknown


def test_a_draft_says_nothing(world: World):
    unit = branch(world.dong_tien)
    quarter(unit, "2021-q3", members=3, met=None, state="draft", first_handed_over_at=None)
    quarter(unit, "2021-q2", members=3, met=None, state="draft", first_handed_over_at=None)
    found = judged_branch(unit.pk, AUTUMN)
    assert found.kinds == {VACANT}
    assert found.unsaid == (date(2021, 4, 1), date(2021, 7, 1))
    assert found.unclear_words == [
        "chưa biết số đoàn viên",
        "chưa rõ có sinh hoạt không: quý II/2021, quý III/2021",
    ]


# --- meetings: y met, n said that there was none, b handed over without either, - not handed over ---
@pytest.mark.parametrize(
    ("story", "day", "silent", "unsaid"),
    [
        ("yyy", AUTUMN, None, []),
        ("ynn", AUTUMN, date(2021, 4, 1), []),
        ("nnn", AUTUMN, date(2021, 1, 1), []),
        ("nyn", AUTUMN, None, []),
        ("nny", AUTUMN, None, []),
        ("n-n", AUTUMN, None, [2]),
        ("nn-", AUTUMN, None, [3]),
        ("---", AUTUMN, None, [2, 3]),
        ("y--", AUTUMN, None, [2, 3]),
        ("-y-", AUTUMN, None, []),
        ("nb-", AUTUMN, None, [2, 3]),
        ("nnb", AUTUMN, None, [3]),
        ("-nn", AUTUMN, date(2021, 4, 1), []),
        ("nn-", date(2021, 10, 5), date(2021, 1, 1), []),  # due that day at 17:00: not past due yet
        ("nn-", date(2021, 10, 6), None, [3]),
        ("ynn", DAY, date(2021, 4, 1), []),  # on its last day a quarter counts, once it is handed over
        ("nny", DAY, None, []),
        ("nn-", date(2021, 9, 29), date(2021, 1, 1), []),
        ("nnn", date(2021, 6, 30), None, [4]),  # of quarter IV/2020 nobody said anything
    ],
)
def test_silent_is_who_says_so_of_two_quarters_running(world: World, story, day, silent, unsaid):
    unit = branch(world.dong_tien)
    secretary(unit)
    for number, letter in enumerate(story, start=1):
        if letter != "-":
            quarter(unit, f"2021-q{number}", met={"y": [(12, 9)], "n": None, "b": []}[letter])
    if day == date(2021, 6, 30):
        BranchQuarter.objects.filter(period__slug="2021-q2").delete()
    found = judged_branch(unit.pk, day)
    assert {reason.kind: reason.since for reason in found.reasons}.get(SILENT) == silent
    assert [(first.month + 2) // 3 for first in found.unsaid] == unsaid


def test_a_meeting_that_is_listed_outweighs_what_was_ticked(world: World):
    unit = sound(branch(world.dong_tien))
    for slug in ("2021-q2", "2021-q3"):
        put_right(unit, slug, no_meeting=True)
    assert said(unit) == {}


@pytest.mark.parametrize(
    ("opened_on", "silent"),
    [
        (date(2021, 6, 30), date(2021, 6, 30)),
        (date(2021, 5, 10), date(2021, 5, 10)),
        (date(2021, 7, 1), None),
    ],
)
def test_a_new_branch_is_judged_by_the_quarters_in_which_it_was_there(world: World, opened_on, silent):
    unit = branch(world.dong_tien, opened_on=opened_on)
    secretary(unit, opened_on)
    for slug in ("2021-q2", "2021-q3"):
        quarter(unit, slug, met=None)
    assert said(unit).get(SILENT) == silent
    assert judged_branch(unit.pk, AUTUMN).unsaid == ()


def test_the_rule_of_the_day_holds(world: World):
    unit = sound(branch(world.dong_tien))
    BranchRule.objects.update(small_below=13, silent_quarters=1)
    assert said(unit) == {SMALL: date(2021, 3, 31)}
    put_right(unit, "2021-q3", has_met=False)
    assert said(unit)[SILENT] == date(2021, 7, 1)


def test_without_a_rule_only_what_needs_none_is_judged(world: World):
    unit = branch(world.dong_tien)
    for slug in ("2021-q2", "2021-q3"):
        quarter(unit, slug, met=None, members=3)
    BranchRule.objects.all().delete()
    assert said(unit) == {VACANT: None}


def test_the_rated_are_told_by_whoever_knows_ratings(world: World):
    unit = sound(branch(world.dong_tien))
    rated = {unit.pk: date(2020, 12, 20)}
    assert said(unit, rated=rated) == rated_reason(rated[unit.pk])
    board = weak_branches(world.officer, Filters(reason=RATED), AUTUMN, AUTUMN, rated=rated)
    assert (listed(board), board.counts.by_reason[RATED]) == (["Chi đoàn thôn Trung"], 1)
    assert weak_branches(world.officer, Filters(), AUTUMN, AUTUMN).rows == []


def rated_reason(day: date) -> dict[WeakReason, date | None]:
    return {RATED: day}


# --- the same in plain Python ---
def test_every_branch_is_judged_as_plain_python_does(world: World):
    rng = random.Random(8)
    units = [
        branch(
            world.dong_tien,
            f"Chi đoàn {place}",
            opened_on=date(2019 + rng.randrange(3), 1 + rng.randrange(9), 11),
        )
        for place in range(60)
    ]
    slugs = [f"{year}-q{number}" for year in (2020, 2021) for number in (1, 2, 3, 4)]
    for unit in units:
        for slug in slugs[rng.randrange(8) :]:
            if rng.random() < 0.8:
                met = rng.choice([None, None, [], [(9, 5)]])
                quarter(unit, slug, met=met, members=rng.choice([None, 0, 7, 8, 9, 20]))
        if rng.random() < 0.7:
            since = date(2021, rng.randrange(1, 7), 1)
            secretary(unit, since, rng.choice([None, date(2021, rng.randrange(7, 11), 1)]))
    rated = {unit.pk: date(2020, 12, 31) for unit in units if rng.random() < 0.2}
    for day in (date(2021, 3, 31), date(2021, 9, 30), AUTUMN, date(2022, 1, 6)):
        for unit in Unit.objects.filter(pk__in=[unit.pk for unit in units]).open_on(day):
            found = judged_branch(unit.pk, day, rated=rated)
            assert {one.kind: one.since for one in found.reasons} == plain.reasons(unit, day, rated), (
                unit,
                day,
            )
            assert (found.is_size_unknown, found.unsaid) == plain.unclear(unit, day), (unit, day)
        board = weak_branches(world.officer, Filters(), day, AUTUMN, rated=rated, size=100)
        weak = [unit.pk for unit in units if unit.opened_on <= day and plain.reasons(unit, day, rated)]
        assert sorted(row.branch_id for row in board.rows) == weak
        assert board.counts.weak == len(weak)
        assert all(
            len(plain.reasons(Unit(pk=row.branch_id, opened_on=date(2019, 1, 1)), day, rated))
            for row in board.rows
        )


# --- whose, which, how many ---
@pytest.fixture
def province(world: World) -> dict[str, Unit]:
    """Two weak ones in Khoái Châu (one of them also small), one in Phù Cừ, a sound one, one unknown."""
    commune = Unit.objects.children_of(world.phu_cu.pk, DAY).order_by("pk").first()
    units = {
        "vacant": branch(world.dong_tien, "Chi đoàn Khuyết"),
        "small": branch(world.dan_tien, "Chi đoàn Nhỏ"),
        "neighbour": branch(commune, "Chi đoàn Phù"),
        "sound": sound(branch(world.dong_tien, "Chi đoàn Vững")),
        "unknown": branch(world.dong_tien, "Chi đoàn Lặng"),
    }
    for name in ("vacant", "small", "neighbour"):
        for slug in ("2021-q2", "2021-q3"):
            quarter(units[name], slug, met=[(5, 4)], members=6 if name == "small" else 12)
    secretary(units["unknown"])
    in_sector(units["small"], "RURAL")
    return units


def test_a_board_shows_what_one_may_see_and_nothing_else(world: World, province: dict[str, Unit]):
    seen = {
        "officer": ["Chi đoàn Nhỏ", "Chi đoàn Khuyết", "Chi đoàn Phù"],
        "viewer": ["Chi đoàn Nhỏ", "Chi đoàn Khuyết", "Chi đoàn Phù"],
        "secretary": ["Chi đoàn Nhỏ", "Chi đoàn Khuyết"],
        "neighbour": ["Chi đoàn Phù"],
        "commune_secretary": ["Chi đoàn Khuyết"],
        "administrator": [],
        "stranger": [],
    }
    for who, names in seen.items():
        assert listed(weak_branches(getattr(world, who), Filters(), AUTUMN, AUTUMN)) == names, who


def test_counts_are_of_all_in_sight_whatever_is_shown(world: World, province: dict[str, Unit]):
    plan_for(province["vacant"], world)
    counts = weak_counts(world.officer, AUTUMN, AUTUMN)
    assert (counts.branches, counts.weak, counts.unplanned, counts.overdue, counts.unclear) == (5, 3, 2, 0, 1)
    assert counts.by_reason == {RATED: 0, VACANT: 3, SMALL: 1, SILENT: 0}
    assert weak_branches(world.officer, Filters(reason=SMALL), AUTUMN, AUTUMN).counts == counts


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(reason=SMALL), ["Chi đoàn Nhỏ"]),
        (Filters(sector="RURAL"), ["Chi đoàn Nhỏ"]),
        (Filters(sector="SCHOOL"), []),
        (Filters(plan=Plans.NONE), ["Chi đoàn Nhỏ"]),
        (Filters(plan=Plans.RUNNING), ["Chi đoàn Khuyết"]),
        (Filters(plan=Plans.OVERDUE), ["Chi đoàn Phù"]),
        (Filters(is_unclear=True), ["Chi đoàn Lặng"]),
        (Filters(reason=SILENT), []),
    ],
)
def test_filters_choose(world: World, province: dict[str, Unit], filters, names):
    plan_for(province["vacant"], world)
    plan_for(province["neighbour"], world, due_on=date(2021, 10, 19))
    board = weak_branches(world.officer, filters, AUTUMN, AUTUMN)
    assert listed(board) == names
    assert board.page.paginator.count == len(names)


def test_those_without_a_plan_come_first_then_the_overdue(world: World, province: dict[str, Unit]):
    plan_for(province["small"], world)
    plan_for(province["neighbour"], world, due_on=date(2021, 10, 19))
    board = weak_branches(world.officer, Filters(), AUTUMN, AUTUMN)
    assert listed(board) == ["Chi đoàn Khuyết", "Chi đoàn Phù", "Chi đoàn Nhỏ"]
    assert [bool(row.plan and row.plan.is_overdue) for row in board.rows] == [False, True, False]
    assert board.rows[1].plan.supporter == "Lê Thị Hỗ Trợ"


def test_the_last_day_of_a_plan_belongs_to_it(world: World, province: dict[str, Unit]):
    plan_for(province["vacant"], world, due_on=AUTUMN)
    assert weak_counts(world.officer, AUTUMN, AUTUMN).overdue == 0
    assert weak_counts(world.officer, date(2021, 10, 21), AUTUMN).overdue == 1


def test_a_unit_chosen_narrows_the_board(world: World, province: dict[str, Unit]):
    board = weak_branches(world.officer, Filters(unit_id=world.dan_tien.pk), AUTUMN, AUTUMN)
    assert (listed(board), board.counts.branches) == (["Chi đoàn Nhỏ"], 1)
    foreign = weak_branches(world.secretary, Filters(unit_id=world.phu_cu.pk), AUTUMN, AUTUMN)
    assert (foreign.rows, foreign.counts.branches) == ([], 0)


def test_closed_branches_and_other_kinds_of_units_are_none(world: World, province: dict[str, Unit]):
    Unit.objects.filter(pk=province["vacant"].pk).update(closed_on=AUTUMN)
    assert "Chi đoàn Khuyết" not in listed(weak_branches(world.officer, Filters(), AUTUMN, AUTUMN))
    assert judged_branch(province["vacant"].pk, AUTUMN) is None
    assert judged_branch(province["vacant"].pk, date(2021, 10, 19)).kinds == {VACANT}
    assert judged_branch(world.dong_tien.pk, AUTUMN) is None


def test_pages_follow_each_other_and_the_last_one_stands_for_those_beyond(world: World):
    branches(world.dong_tien, [f"Chi đoàn {place:02}" for place in range(7)])
    pages = [
        weak_branches(world.officer, Filters(), AUTUMN, AUTUMN, page, size=3) for page in (1, 2, 3, "9", "x")
    ]
    names = [listed(board) for board in pages]
    assert [len(found) for found in names] == [3, 3, 1, 1, 3]
    assert names[0] + names[1] + names[2] == [f"Chi đoàn {place:02}" for place in range(7)]
    assert [board.page.number for board in pages] == [1, 2, 3, 3, 1]


def test_one_statement_for_three_and_for_twelve(world: World):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            weak_branches(world.officer, Filters(), AUTUMN, AUTUMN)
        return len(asked)

    weak_branches(world.officer, Filters(), AUTUMN, AUTUMN)  # the roles are read once
    branches(world.dong_tien, ["A", "B", "C"])
    few = cost()
    for unit in branches(world.dan_tien, [f"Chi đoàn {place}" for place in range(9)]):
        plan_for(unit, world)
        quarter(unit, "2021-q3", met=None, members=1)
    assert few == cost() == 1


def test_a_branch_that_recovered_and_has_no_reason_any_more_is_listed_nowhere(
    world: World, province: dict[str, Unit]
):
    unit = province["vacant"]
    plan_for(unit, world, ended_on=date(2021, 10, 1), result="recovered")
    assert "Chi đoàn Khuyết" in listed(weak_branches(world.officer, Filters(), AUTUMN, AUTUMN))
    secretary(unit, date(2021, 9, 15))
    for shown in (Filters(), Filters(is_unclear=True)):
        assert "Chi đoàn Khuyết" not in listed(weak_branches(world.officer, shown, AUTUMN, AUTUMN))
    found = judged_branch(unit.pk, AUTUMN)
    assert (found.reasons, found.plan) == ((), None)
