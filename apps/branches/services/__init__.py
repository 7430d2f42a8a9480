"""Acts on the branches' register."""

from apps.branches.services.activity import (
    Meeting,
    Work,
    add_picture,
    remove_meeting,
    remove_work,
    save_meeting,
    save_work,
    withdraw_picture,
)
from apps.branches.services.entry import (
    copy_numbers,
    hand_over,
    missing_numbers,
    save_numbers,
    send_back,
    state_no_meeting,
)
from apps.branches.services.importing import Order as ListOrder
from apps.branches.services.importing import Row, import_list, read_list, try_list
from apps.branches.services.places import set_coverage, set_meeting_place, set_sector
from apps.branches.services.practices import (
    MOST_PICTURES,
    Album,
    Description,
    add_practice_pictures,
    adopt,
    edit_practice,
    judge_practice,
    nominate,
    update_adoption,
    withdraw_practice,
    withdraw_practice_picture,
)
from apps.branches.services.reference import load_reference
from apps.branches.services.register import close_branch, found_branch, rename_branch
from apps.branches.services.rules import set_rule
from apps.branches.services.support import Aid, change_plan, end_plan, make_plan
from apps.branches.services.villages import add_village, close_village, rename_village

__all__ = [
    "MOST_PICTURES",
    "Aid",
    "Album",
    "Description",
    "ListOrder",
    "Meeting",
    "Row",
    "Work",
    "add_picture",
    "add_practice_pictures",
    "add_village",
    "adopt",
    "change_plan",
    "close_branch",
    "close_village",
    "copy_numbers",
    "edit_practice",
    "end_plan",
    "found_branch",
    "hand_over",
    "import_list",
    "judge_practice",
    "load_reference",
    "make_plan",
    "missing_numbers",
    "nominate",
    "read_list",
    "remove_meeting",
    "remove_work",
    "rename_branch",
    "rename_village",
    "save_meeting",
    "save_numbers",
    "save_work",
    "send_back",
    "set_coverage",
    "set_meeting_place",
    "set_rule",
    "set_sector",
    "state_no_meeting",
    "try_list",
    "update_adoption",
    "withdraw_picture",
    "withdraw_practice",
    "withdraw_practice_picture",
]
