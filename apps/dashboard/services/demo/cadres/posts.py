"""What is set beforehand: định biên of each position, full-time posts, congresses, days at the grassroots."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.cadres.models import Congress, FieldVisitRule, Quota, StaffQuota
from apps.dashboard.services.demo.people import Place

SOURCE = "Dữ liệu minh họa"
SEATS = {
    "PROVINCE": {
        "SECRETARY": 1,
        "DEPUTY_SECRETARY": 3,
        "STANDING_MEMBER": 9,
        "COMMITTEE_MEMBER": 24,
        "STAFF": 8,
    },
    "DISTRICT": {
        "SECRETARY": 1,
        "DEPUTY_SECRETARY": 2,
        "STANDING_MEMBER": 5,
        "COMMITTEE_MEMBER": 16,
        "STAFF": 3,
    },
    "AFFILIATE": {
        "SECRETARY": 1,
        "DEPUTY_SECRETARY": 2,
        "STANDING_MEMBER": 6,
        "COMMITTEE_MEMBER": 10,
        "STAFF": 2,
    },
    "GRASSROOTS": {"SECRETARY": 1, "DEPUTY_SECRETARY": 1, "COMMITTEE_MEMBER": 6},
}
FULL_TIME_POSTS = {"PROVINCE": 15, "DISTRICT": 6, "AFFILIATE": 5}
CONGRESSES = {
    "PROVINCE": date(2022, 9, 6),
    "DISTRICT": date(2022, 6, 14),
    "AFFILIATE": date(2022, 6, 21),
    "GRASSROOTS": date(2022, 3, 16),
}
FROM, CHANGED = date(2017, 1, 1), date(2021, 1, 1)
DAYS = {
    2020: {"PROVINCE": 60, "DISTRICT": 30, "AFFILIATE": 30},
    2021: {"PROVINCE": 60, "DISTRICT": 60, "AFFILIATE": 30},
}


def write_posts(units: list[Place]) -> None:
    Quota.objects.bulk_create(
        Quota(
            unit_id=unit.pk, position_id=position, seats=seats, validity=DateRange(FROM, None), source=SOURCE
        )
        for unit in units
        for position, seats in SEATS[unit.kind].items()
    )
    StaffQuota.objects.bulk_create(
        StaffQuota(unit_id=unit.pk, posts=posts, validity=validity, source=SOURCE)
        for unit in units
        if unit.kind in FULL_TIME_POSTS
        for validity, posts in _dated(FULL_TIME_POSTS[unit.kind])
    )
    Congress.objects.bulk_create(
        Congress(unit_id=unit.pk, meets_on=CONGRESSES[unit.kind], source=SOURCE) for unit in units
    )
    FieldVisitRule.objects.bulk_create(
        FieldVisitRule(unit_kind_id=kind, year=year, days=days, source=SOURCE)
        for year, by_kind in DAYS.items()
        for kind, days in by_kind.items()
    )


def _dated(posts: int) -> list[tuple[DateRange, int]]:
    """One post more until 2021 (tinh giản biên chế)."""
    return [(DateRange(FROM, CHANGED), posts + 1), (DateRange(CHANGED, None), posts)]
