"""Reads of the branches' register."""

from apps.branches.queries.board import Board, Counts, UnitLine, board_of, counts_below
from apps.branches.queries.branch import BranchCard, QuarterTable, activity, branch_card, quarter_lines
from apps.branches.queries.branches import (
    BranchRow,
    Filters,
    Lacking,
    all_branches,
    branch_list,
    branches_below,
)
from apps.branches.queries.entry import (
    FIELDS,
    GROUPS,
    EntryPage,
    entry_brief,
    entry_page,
    label_of,
    open_before,
    written,
)
from apps.branches.queries.figures import branch_figures
from apps.branches.queries.moment import Moment, moment_at, moment_of
from apps.branches.queries.quarters import Asked, Standing, asked_quarter, begun, standing
from apps.branches.queries.rules import due_at, rule_on
from apps.branches.queries.sheets import branch_sheet
from apps.branches.queries.villages import (
    VillageRow,
    former_villages,
    village_choices,
    village_page,
    with_branch,
)

__all__ = [
    "FIELDS",
    "GROUPS",
    "Asked",
    "Board",
    "BranchCard",
    "BranchRow",
    "Counts",
    "EntryPage",
    "Filters",
    "Lacking",
    "Moment",
    "QuarterTable",
    "Standing",
    "UnitLine",
    "VillageRow",
    "activity",
    "all_branches",
    "asked_quarter",
    "begun",
    "board_of",
    "branch_card",
    "branch_figures",
    "branch_list",
    "branch_sheet",
    "branches_below",
    "counts_below",
    "due_at",
    "entry_brief",
    "entry_page",
    "former_villages",
    "label_of",
    "moment_at",
    "moment_of",
    "open_before",
    "quarter_lines",
    "rule_on",
    "standing",
    "village_choices",
    "village_page",
    "with_branch",
    "written",
]
