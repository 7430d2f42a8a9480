"""A plan of support and models of the demo province, for the tests that walk every route."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.accounts.models import User
from apps.branches.models import Adoption, Practice, PracticePicture, SupportPlan
from apps.branches.services import Album, nominate
from apps.cadres.models import Cadre
from apps.core.clock import db_now
from apps.units.models import Unit
from tests.files.makers import picture, upload

OF_NOBODY = {"weak", "supports", "practices", "practice_new"}
OF_A_PLAN = {"support", "support_edit", "support_end"}
OF_A_PICTURE = {"practice_picture", "practice_picture_withdraw"}
OF_A_PRACTICE = {
    "practice", "practice_edit", "practice_withdraw", "practice_judge", "practice_adopt", "practice_picture_new",
} | OF_A_PICTURE  # fmt: skip


@dataclass(frozen=True)
class Helped:
    """The branch's running plan; a model that its commune nominated; a recommended one that the branch took up."""

    plan: SupportPlan
    picture: PracticePicture
    adoption: Adoption

    def arguments(self, name: str) -> list[Any] | None:
        """None for a route of the rest of the register."""
        if name in OF_NOBODY:
            return []
        if name in OF_A_PLAN:
            return [self.plan.pk]
        if name == "adoption":
            return [self.adoption.pk]
        more = [self.picture.pk] if name in OF_A_PICTURE else []
        return [self.picture.practice_id, *more] if name in OF_A_PRACTICE else None


def helped(branch: Unit, commune: Unit) -> Helped:
    officer = User.objects.get(username="tochuc")
    helper = Cadre.objects.filter(unit=commune).order_by("pk")[0]
    description: Any = {
        "title": "Mô hình thử", "sector": None, "problem": "a", "method": "b", "outcome": "",
        "started_on": date(2020, 3, 1),
    }  # fmt: skip
    given: Any = {
        "actor": officer,
        "unit_id": commune.pk,
        "today": date(2021, 10, 1),
        "description": description,
    }
    nominated = nominate(album=Album([upload("a.png", picture("PNG"))], db_now()), **given)
    recommended = nominate(album=Album([], db_now()), **given)
    Practice.objects.filter(pk=recommended.pk).update(state="recommended")
    return Helped(
        plan=SupportPlan.objects.create(
            branch=branch,
            reasons=["secretary"],
            measures="Kiện toàn",
            starts_on=date(2021, 7, 1),
            due_on=date(2021, 12, 31),
            supporter=helper,
            made_by=officer,
        ),
        picture=nominated.pictures.get(),
        adoption=Adoption.objects.create(
            practice=recommended, unit=branch, adopted_on=date(2020, 9, 1), recorded_by=officer
        ),
    )
