"""Parts I–VII: headings, paragraphs with their numbers put in, a table under each headline indicator."""

from collections.abc import Mapping

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from apps.core.vietnamese import MISSING
from apps.reviews.documents.writing import Grid, grid, paragraph
from apps.reviews.queries.content import Content, Indicator
from apps.reviews.queries.outline import OPENING, Block, parts, unbroken
from apps.reviews.queries.prose import paragraphs, plain_text
from apps.reviews.queries.tables import Cell, indicator_table

WIDTH = 160.0
FIRST = 46.0
UNWRITTEN = "(Phần này chưa viết.)"
END = "./."


class Body:
    """Writes into `made`; counts the tables."""

    def __init__(self, made: Docx, content: Content, texts: Mapping[str, str]) -> None:
        self.made, self.content, self.texts = made, content, texts
        self.tables = 0

    def text(self, key: str, end: str = "") -> None:
        """The paragraphs of a block; `end` is put behind the last one."""
        lines = [plain_text(line) for line in paragraphs(self.content, self.texts.get(key, ""))]
        if not lines:
            self.line(UNWRITTEN + end, italic=True)
            return
        last = lines[-1].removesuffix(".") + end if end else lines[-1]
        for line in [*lines[:-1], last]:
            self.line(line)

    def line(self, text: str, *, italic: bool = False) -> None:
        held = unbroken(self.content, text).replace(" %", "\u00a0%")
        paragraph(self.made, held, italic=italic, indent=True, after=4)

    def head(self, text: str, *, before: float = 6) -> None:
        paragraph(
            self.made, unbroken(self.content, text), bold=True, indent=True, before=before, after=4, keep=True
        )

    def block(self, block: Block, end: str = "") -> None:
        self.text(block.key, end)
        for indicator in block.indicators:
            if indicator.is_headline and block.number and indicator.total() is not None:
                self.table(indicator)

    def table(self, indicator: Indicator) -> None:
        """Bảng n: levels against the first and the last due quarter of the range."""
        self.tables += 1
        table = indicator_table(self.content, indicator, most=2)
        label = f"Bảng {self.tables}. {indicator.name}"
        paragraph(self.made, label, size=13, italic=True, align=ALIGN.CENTER, before=4, after=4, keep=True)
        shares = [1.6 if head == "số" else 1 for head in table.heads]
        widths = [FIRST, *((WIDTH - FIRST) * share / sum(shares) for share in shares)]
        heads = [[("Cấp", 1), *table.groups], [("", 1), *((head, 1) for head in table.heads)]]
        rows = [[row.name, *map(cell_text, row.cells)] for row in table.rows]
        bold = frozenset(place for place, row in enumerate(table.rows) if row.is_total)
        grid(self.made, Grid(widths, heads, rows, bold_rows=bold, is_kept_whole=True))
        paragraph(self.made, "", size=6)


def write(made: Docx, content: Content, texts: Mapping[str, str]) -> None:
    body = Body(made, content, texts)
    body.text(OPENING.key)
    outline = parts(content)
    for part in outline:
        body.head(f"{part.number}. {part.title.upper()}", before=8)
        for block in part.blocks:
            if block.number:
                body.head(f"{block.number}. {block.title}")
            is_last = part is outline[-1] and block is part.blocks[-1]
            body.block(block, END if is_last else "")


def cell_text(cell: Cell) -> str:
    """A number as printed; "—" missing; "" not asked."""
    return "" if cell is None else MISSING if cell.is_missing else cell.text
