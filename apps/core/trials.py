"""What a list from Excel would do, row by row and cell by cell, before anything is kept."""

from dataclasses import dataclass, field

SAME = "không đổi"


@dataclass(frozen=True)
class Finding:
    """What stops a row: which kind of trouble, where, and what to do."""

    category: str
    row: int
    column: str
    sentence: str


class BadCell(Exception):
    """A cell that cannot be read; becomes a Finding of its row."""

    def __init__(self, category: str, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.category, self.column, self.sentence = category, column, sentence

    def in_row(self, row: int) -> Finding:
        return Finding(self.category, row, self.column, self.sentence)


@dataclass
class Trial:
    """What bringing the list in did, or would do: (row, name, outcome); `findings` empty: everything stands."""

    outcomes: list[tuple[int, str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        return sum(one == outcome for _, _, one in self.outcomes)

    @property
    def changes(self) -> int:
        return len(self.outcomes) - self.count(SAME)
