"""Invented villages and branches of the demo's communes: who serves what from when to when, and how lively it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from apps.branches.enums import PlaceKind, VillageKind
from apps.branches.models import Village
from apps.dashboard.services.demo.people import Place
from apps.units.models import Unit

FIRST_DAY = date(2019, 1, 1)
# Days on which branches are founded and closed; each falls into one quarter of the demo.
TURNS = tuple(
    date(year, month, 12) for year in (2020, 2021) for month in (2, 5, 8) if (year, month) != (2021, 8)
)
FIRST = (
    "An",
    "Bình",
    "Đông",
    "Đoài",
    "Phú",
    "Mỹ",
    "Ngọc",
    "Lương",
    "Đồng",
    "Xuân",
    "Tân",
    "Vĩnh",
    "Thanh",
    "Hòa",
)
LAST = ("Bình", "Khê", "Lạc", "Thượng", "Hạ", "Trung", "Viên", "Châu", "Lộc", "Phúc", "Cầu", "Xá")
SCHOOL, ENTERPRISE, OFFICE = "SCHOOL", "PRIVATE_ENTERPRISE", "PUBLIC_SERVICE"


@dataclass
class Hamlet:
    name: str
    kind: VillageKind
    row: Village | None = None  # once it is written down


@dataclass
class Branch:
    """`vigour`: 0 … 1. `turns_at`: the quarter (counted from the first of 2019) from which a weak branch recovers."""

    commune: Place
    name: str
    short_name: str
    sector: str
    size: int
    vigour: float
    opened_on: date = FIRST_DAY
    closed_on: date | None = None
    served: list[tuple[Hamlet, date]] = field(default_factory=list)  # (village, since)
    is_weak: bool = False
    turns_at: int | None = None
    place: PlaceKind = PlaceKind.CULTURE_HOUSE
    unit: Unit | None = None  # once it is written down

    @property
    def key(self) -> str:
        return f"{self.commune.code} {self.name}"

    @property
    def is_residential(self) -> bool:
        return self.sector in {"RURAL", "URBAN"}

    @property
    def pk(self) -> int:
        assert self.unit is not None
        return self.unit.pk

    def is_open(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)

    def is_strong(self, step: int) -> bool:
        """Whether it is lively in that quarter."""
        return not self.is_weak or (self.turns_at is not None and step >= self.turns_at)


@dataclass
class Ground:
    """One commune."""

    commune: Place
    hamlets: list[Hamlet]
    branches: list[Branch]


def draw_ground(commune: Place) -> Ground:
    rng = Random(f"địa bàn {commune.code}")
    is_town = not commune.name.startswith("Đoàn xã")
    hamlets = _hamlets(rng, is_town)
    ground = Ground(commune, hamlets, [])
    ground.branches += [_of_hamlet(rng, commune, hamlet, is_town) for hamlet in hamlets]
    ground.branches += _of_institutions(rng, commune)
    _merge(rng, ground)
    _leave_without(rng, ground)
    return ground


def _hamlets(rng: Random, is_town: bool) -> list[Hamlet]:
    count = rng.randint(7, 12)
    if is_town:
        return [Hamlet(f"Tổ dân phố số {number}", VillageKind.STREET_GROUP) for number in range(1, count + 1)]
    names = rng.sample([f"{first} {last}" for first in FIRST for last in LAST if first != last], count)
    return [Hamlet(f"Thôn {name}", VillageKind.VILLAGE) for name in names]


def _of_hamlet(rng: Random, commune: Place, hamlet: Hamlet, is_town: bool) -> Branch:
    short = hamlet.name[0].lower() + hamlet.name[1:]
    branch = Branch(
        commune,
        f"Chi đoàn {short}",
        hamlet.name,
        "URBAN" if is_town else "RURAL",
        size=rng.randint(10, 24),
        vigour=rng.uniform(0.45, 0.98),
        served=[(hamlet, FIRST_DAY)],
    )
    branch.place = rng.choices(list(PlaceKind), [80, 6, 8, 6])[0]
    if rng.random() < 0.12:
        branch.is_weak, branch.size, branch.vigour = True, rng.randint(5, 8), rng.uniform(0.1, 0.4)
        branch.turns_at = rng.choice([None, None, 5, 6, 7, 8, 9])
    return branch


def _of_institutions(rng: Random, commune: Place) -> list[Branch]:
    """Schools, enterprises, the commune's own office; they are rated, but no part of Conclusion 08."""
    kinds = [
        (SCHOOL, "Trường THCS", 28, 0.75),
        (OFFICE, "Công an – Quân sự", 12, 0.4),
        (ENTERPRISE, "Công ty may", 22, 0.3),
    ]
    return [
        Branch(
            commune, f"Chi đoàn {name}", name, sector, rng.randint(size - 6, size + 8), rng.uniform(0.5, 0.95)
        )
        for sector, name, size, chance in kinds
        if rng.random() < chance
    ]


def _merge(rng: Random, ground: Ground) -> None:
    """In one commune of six a small branch joins its neighbour, which then serves both villages."""
    small = [
        branch
        for branch in ground.branches
        if branch.is_residential and branch.is_weak and not branch.turns_at
    ]
    if not small or rng.random() > 0.35:
        return
    gone = small[0]
    others: Sequence[Branch] = [
        branch for branch in ground.branches if branch.is_residential and branch is not gone
    ]
    gone.closed_on = rng.choice(TURNS)
    heir = rng.choice(others)
    heir.served += [(hamlet, gone.closed_on) for hamlet, _ in gone.served]
    heir.size += gone.size - 1


def _leave_without(rng: Random, ground: Ground) -> None:
    """In a quarter of the communes one village has no branch at first; half of these get one later."""
    if rng.random() > 0.25:
        return
    late = next(
        (b for b in reversed(ground.branches) if b.is_residential and not b.is_weak and len(b.served) == 1),
        None,
    )
    if late is None:
        return
    if rng.random() < 0.5:
        late.opened_on = rng.choice(TURNS)
        late.served = [(hamlet, late.opened_on) for hamlet, _ in late.served]
    else:
        ground.branches.remove(late)
