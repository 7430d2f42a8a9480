"""An invented cadre before it is written down: a person, the posts held one after the other, what was learnt."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from apps.cadres.enums import (
    Education,
    Ending,
    Engagement,
    Origin,
    PoliticalTheory,
    QualificationKind,
    Sex,
    StandardGroup,
)
from apps.cadres.models import Cadre
from apps.dashboard.services.demo.people import FAMILY

FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2021, 9, 30)
MIDDLE = {
    Sex.MALE: ("Văn", "Đức", "Minh", "Quang", "Hải", "Xuân", "Thành", "Ngọc", "Tuấn", "Trọng"),
    Sex.FEMALE: ("Thị", "Thu", "Bích", "Ngọc", "Thanh", "Minh", "Hồng", "Khánh", "Phương", "Diệu"),
}
GIVEN = {
    Sex.MALE: (
        "An", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Giang", "Hiếu", "Hòa", "Hùng", "Khánh", "Long", "Mạnh", "Nam",
        "Phong", "Phúc", "Quân", "Sơn", "Thắng", "Toàn", "Trung", "Tùng", "Việt", "Vinh",
    ),
    Sex.FEMALE: (
        "An", "Chi", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Hương", "Lan", "Liên", "Linh", "Ly",
        "Mai", "Nga", "Nhung", "Oanh", "Quyên", "Thảo", "Trang", "Tuyết", "Vân", "Yến",
    ),
}  # fmt: skip
FEMALE_MIDDLE = {"Thị", "Thu", "Bích"}
ETHNIC_GROUPS = ("Kinh",) * 58 + ("Tày", "Mường")
FIELDS = ("Quản trị kinh doanh", "Luật", "Sư phạm", "Nông nghiệp", "Công nghệ thông tin", "Quản lý nhà nước")
GRADUATION = {
    Education.HIGH_SCHOOL: 18,
    Education.VOCATIONAL: 20,
    Education.COLLEGE: 21,
    Education.UNIVERSITY: 22,
    Education.MASTER: 29,
    Education.DOCTOR: 34,
}
YEARS_TO_LEARN = {
    PoliticalTheory.ELEMENTARY: 0.0,
    PoliticalTheory.INTERMEDIATE: 2.5,
    PoliticalTheory.ADVANCED: 6.0,
}


@dataclass
class Post:
    """One appointment; `until` None: still held on the demo's last day."""

    unit_id: int
    position: str
    since: date
    until: date | None = None
    ending: Ending | None = None
    engagement: Engagement = Engagement.VOLUNTARY
    origin: Origin = Origin.ELECTED
    is_main: bool = True
    is_concurrent: bool = False

    def held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Life:
    """`levels`: (kind, level, since when, where); nothing of a kind there means that it is unknown."""

    name: str
    sex: Sex
    born_on: date  # what really is; `knows_birth` says whether the file has it
    home: str
    rng: Random
    posts: list[Post] = field(default_factory=list)
    levels: list[tuple[QualificationKind, int, date | None, str]] = field(default_factory=list)
    knows_birth: bool = True
    group: StandardGroup = StandardGroup.GENERAL
    cadre: Cadre | None = None  # once it is written down

    def hold(self, post: Post) -> Post:
        self.posts.append(post)
        return post

    def main_on(self, day: date) -> Post | None:
        return next((post for post in self.posts if post.is_main and post.held_on(day)), None)

    @property
    def last_main(self) -> Post:
        return max((post for post in self.posts if post.is_main), key=lambda post: post.since)

    def turns(self, years: int) -> date:
        """About the day of turning `years`; for drawing, not for judging."""
        return date(self.born_on.year + years, self.born_on.month, min(self.born_on.day, 28))

    def theory_on(self, day: date) -> int:
        levels = [
            level
            for kind, level, since, _ in self.levels
            if kind == QualificationKind.POLITICAL_THEORY and (since is None or since <= day)
        ]
        return max(levels, default=PoliticalTheory.NONE)

    @property
    def pk(self) -> int:
        assert self.cadre is not None
        return self.cadre.pk

    def is_called(self, name: str) -> None:
        self.name, self.sex = name, Sex.FEMALE if FEMALE_MIDDLE & set(name.split()) else Sex.MALE

    def learns(self, level: PoliticalTheory, on: date | None) -> None:
        """The level, unless the file has it already."""
        kind = QualificationKind.POLITICAL_THEORY
        if (kind, level) not in [row[:2] for row in self.levels]:
            self.levels.append((kind, level, on, ""))


@dataclass(frozen=True)
class Sort:
    """What kind of person takes a post: ages when it begins, chances of each level of education, of theory."""

    ages: tuple[float, float]
    education: dict[Education, int]
    theory: dict[PoliticalTheory, int]


def draw(key: str, sort: Sort, since: date, home: str) -> Life:
    """A person of the sort on the day on which the first post begins; the same on every run."""
    rng = Random(f"cán bộ {key}")
    sex = rng.choices([Sex.MALE, Sex.FEMALE], [11, 9])[0]
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE[sex])} {rng.choice(GIVEN[sex])}"
    born_on = since - timedelta(days=round(rng.uniform(*sort.ages) * 365.25))
    life = Life(name, sex, born_on, home, rng)
    life.knows_birth = rng.random() > 0.03
    life.group = rng.choices([StandardGroup.GENERAL, StandardGroup.PRIORITY], [30, 1])[0]
    _school(life, sort.education)
    _theory(life, sort.theory, since)
    return life


def _school(life: Life, chances: dict[Education, int]) -> None:
    """The highest level and, above a university degree, that degree too; 2 % of the files say nothing."""
    rng = life.rng
    highest = rng.choices(list(chances), list(chances.values()))[0]
    field_of_study = rng.choice(FIELDS)
    if rng.random() < 0.02:
        return
    for level in sorted({highest, min(highest, Education.UNIVERSITY)}):
        since = date(life.born_on.year + GRADUATION[level], 7, 15) if rng.random() < 0.9 else None
        where = "" if level == Education.HIGH_SCHOOL else field_of_study
        life.levels.append((QualificationKind.EDUCATION, level, since, where))


def _theory(life: Life, chances: dict[PoliticalTheory, int], since: date) -> None:
    """Who has learnt did so some years after the first post; 4 % of the files say nothing."""
    rng = life.rng
    highest = rng.choices(list(chances), list(chances.values()))[0]
    if rng.random() < 0.04:
        return
    for level, after in YEARS_TO_LEARN.items():
        day = since + timedelta(days=round((after + rng.uniform(-0.5, 1.5)) * 365))
        if level <= highest and day <= LAST_DAY:
            life.learns(level, day)
    if not any(kind == QualificationKind.POLITICAL_THEORY for kind, *_ in life.levels):
        life.learns(PoliticalTheory.NONE, None)
