"""About 1.500 invented cadres of the demo's 173 units: the same on every run, nobody real is meant."""

from apps.dashboard.services.demo.cadres.courses import hold_courses, write_courses
from apps.dashboard.services.demo.cadres.plans import write_plans
from apps.dashboard.services.demo.cadres.posts import write_posts
from apps.dashboard.services.demo.cadres.register import draw_register, write
from apps.dashboard.services.demo.cadres.work import write_work
from apps.dashboard.services.demo.people import Person, Place
from apps.units.enums import Role

SECRETARIES = {Role.DISTRICT_SECRETARY, Role.COMMUNE_SECRETARY}


def seed_cadres(units: list[Place], people: list[Person]) -> None:
    """The register over 2010–2021; secretaries who have an account (`people`) carry its name."""
    names = {person.unit_id: person.full_name for person in people if person.role in SECRETARIES}
    register = draw_register(units, names)
    courses = hold_courses(register)
    write_posts(units)
    write(register.lives)
    write_courses(courses)
    write_plans(register)
    write_work(register)


__all__ = ["seed_cadres"]
