"""How posts follow each other: congresses, leavings in mid-term, seats that stand empty for a while."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from apps.cadres.enums import Ending, Engagement, Origin
from apps.dashboard.services.demo.cadres.lives import LAST_DAY, Life, Post

# (chance, days from, days to) that a seat stands empty.
GAPS = ((35, 0, 0), (25, 10, 45), (20, 46, 120), (14, 121, 300), (6, 301, 600))
YOUNG = {Ending.MOVED: 40, Ending.LEFT: 22, Ending.GRADUATED: 30, Ending.WITHDRAWN: 7, Ending.REMOVED: 1}
OLD = {Ending.PLACED: 60, Ending.GRADUATED: 25, Ending.MOVED: 15}
IN_MID_TERM = (Origin.BY_ELECTION, Origin.BY_ELECTION, Origin.CONSOLIDATED, Origin.DESIGNATED)


def day_between(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def congress(rng: Random, year: int, first_month: int, last_month: int) -> date:
    return date(year, rng.randint(first_month, last_month), rng.randint(3, 27))


def filled_on(rng: Random, empty_since: date) -> date | None:
    """When the seat is filled again; None: not yet on the demo's last day."""
    _, low, high = rng.choices(GAPS, [chance for chance, _, _ in GAPS])[0]
    day = empty_since + timedelta(days=rng.randint(low, high))
    return day if day <= LAST_DAY else None


def reason(life: Life, day: date) -> Ending:
    """Why somebody leaves in mid-term: the over-age are placed, graduate or move."""
    chances = OLD if life.turns(36) <= day else YOUNG
    return life.rng.choices(list(chances), list(chances.values()))[0]


def leaves(life: Life, on: date, ending: Ending) -> None:
    """Ends everything that the person holds on that day."""
    for post in life.posts:
        if post.held_on(on):
            post.until, post.ending = on, ending


def ends(post: Post, on: date, ending: Ending) -> Post:
    post.until, post.ending = on, ending
    return post


def new_term(life: Life, post: Post, day: date) -> Post:
    """Elected again to the same post: one row ends with the term, another begins."""
    ends(post, day, Ending.TERM_ENDED)
    return life.hold(replace(post, since=day, until=None, ending=None, origin=Origin.ELECTED))


def steps_up(life: Life, position: str, on: date, engagement: Engagement, rng: Random) -> Post:
    """From the present post of a unit into a higher one of the same unit, in mid-term."""
    present = life.main_on(on)
    assert present is not None
    if present.since == on:
        life.posts.remove(present)
    else:
        ends(present, on, Ending.LEFT)
    return life.hold(
        Post(present.unit_id, position, on, engagement=engagement, origin=rng.choice(IN_MID_TERM))
    )
