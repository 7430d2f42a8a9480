"""Pictures that the program draws for the demo: flat scenes of a village, nobody's face, each marked as sample data.

The same name gives the same picture. Letters come from the product's own typeface, so that they are the same anywhere.
"""

from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from random import Random

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, FOOT, MARK = 720, 540, 64, "Dữ liệu minh họa"
FONTS = "static/vendor/be-vietnam-pro/be-vietnam-pro-{}-600-normal.woff2"
Colour = str
SKY, DUSK, NIGHT, SUN, HILL = "#DCEBFA", "#C9CFD8", "#22314F", "#FBE3A4", "#B5D8BE"
GRASS, FIELD, DULL = "#8CC084", "#B7D48A", "#B4AD92"
ROAD, DIRT, WALL, ROOF = "#C3C8D0", "#A6917A", "#F6E7C8", "#C4553B"
INK, TRUNK, LEAF, GOLD, RED, BLUE, WHITE = (
    "#3A4658", "#7B5B3E", "#4E9A5B", "#F4C04E", "#D9483B", "#0B57B7", "#FFFFFF",
)  # fmt: skip
PETALS = ("#E86A8A", "#F4C04E", "#FFFFFF", "#D9483B", "#B07CD8")
SHIRTS = ("#2F6FC0", "#3C7FD0", "#1F5AA6", "#4A8BD8")


class Canvas:
    """A landscape to draw on, with the things that several scenes have."""

    def __init__(self, seed: str, *, is_before: bool) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
        self.draw = ImageDraw.Draw(self.image)
        self.rng = Random(f"cảnh {seed}")
        self.is_before = is_before

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.draw.rectangle((x, y, x + width, y + height), fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def shape(self, *points: tuple[float, float], colour: Colour) -> None:
        self.draw.polygon(points, fill=colour)

    def ground(self, sky: Colour = SKY, ground: Colour = GRASS, horizon: int = 290) -> None:
        is_day = sky == SKY
        self.box(0, 0, WIDTH, HEIGHT, DUSK if self.is_before and is_day else sky)
        if is_day and not self.is_before:
            self.disc(600, 84, 34, SUN)
        for x, width, rise in ((150, 300, 66), (470, 380, 92)) if is_day else ():
            hill = (x - width, horizon - rise, x + width, horizon + rise)
            self.draw.ellipse(hill, fill="#B9BEB8" if self.is_before else HILL)
        self.box(0, horizon, WIDTH, HEIGHT, DULL if self.is_before and ground == GRASS else ground)

    def road(self, horizon: int = 290) -> None:
        colour = DIRT if self.is_before else ROAD
        self.shape((330, horizon), (390, horizon), (600, HEIGHT), (120, HEIGHT), colour=colour)

    def tree(self, x: float, y: float, size: float, leaf: Colour = LEAF) -> None:
        self.box(x - size * 0.08, y - size, size * 0.16, size, TRUNK)
        for dx, dy, part in ((0, 1.35, 0.42), (-0.3, 1.05, 0.34), (0.3, 1.05, 0.34)):
            self.disc(x + dx * size, y - dy * size, part * size, leaf)

    def house(self, x: float, y: float, width: float) -> None:
        self.box(x, y - width * 0.45, width, width * 0.45, WALL)
        tip = (x + width / 2, y - width * 0.75)
        self.shape((x - 14, y - width * 0.45), tip, (x + width + 14, y - width * 0.45), colour=ROOF)
        self.box(x + width * 0.43, y - width * 0.26, width * 0.14, width * 0.26, TRUNK)
        for place in (0.14, 0.68):
            self.box(x + width * place, y - width * 0.32, width * 0.18, width * 0.14, BLUE)

    def person(self, x: float, y: float, size: float, shirt: Colour) -> None:
        """From behind."""
        self.draw.rounded_rectangle((x - size * 0.3, y - size, x + size * 0.3, y), size * 0.2, fill=shirt)
        self.disc(x, y - size * 1.2, size * 0.24, INK)

    def people(self, count: int, y: float, size: float, left: float = 90, right: float = 630) -> None:
        for place in range(count):
            x = left + (right - left) * place / max(count - 1, 1)
            self.person(x + self.rng.uniform(-8, 8), y, size, self.rng.choice(SHIRTS))

    def flowers(self, x: float, y: float, count: int, spread: float) -> None:
        for _ in range(count):
            dx, dy = self.rng.uniform(-spread, spread), self.rng.uniform(-14, 14)
            self.disc(x + dx, y + dy, self.rng.uniform(4, 8), self.rng.choice(PETALS))


def culture_house(on: Canvas) -> None:
    on.ground()
    on.house(190, 390, 340)
    if on.is_before:
        on.shape((230, 250), (300, 205), (330, 262), colour=INK)
        return
    on.box(300, 246, 120, 20, RED)
    for x in (90, 630):
        on.tree(x, 400, 90)
    on.flowers(360, 430, 40, 230)


def flower_road(on: Canvas) -> None:
    on.ground()
    on.road()
    for step in range(7):
        y, reach = 310 + step * 30, 60 + step * 30
        for side in (-1, 1):
            x = 360 + side * (reach + 10)
            if on.is_before:
                on.disc(x, y, 9, TRUNK)
            else:
                on.disc(x, y, 12 + step * 2, LEAF)
                on.flowers(x, y - 4, 8 + step, 14 + step * 3)


def planting(on: Canvas) -> None:
    on.ground()
    for place in range(6):
        x, y = 80 + place * 112, 380 + (place % 2) * 40
        on.disc(x, y, 20, DIRT)
        if not on.is_before:
            on.tree(x, y, 58 + 6 * (place % 3))
    if not on.is_before:
        on.people(3, 460, 52, 180, 540)


def meeting(on: Canvas) -> None:
    on.box(0, 0, WIDTH, HEIGHT, "#F3EBDD")
    on.box(0, 400, WIDTH, HEIGHT, "#CDB799")
    on.box(160, 60, 400, 150, RED)
    on.box(230, 106, 260, 12, GOLD)
    on.box(270, 142, 180, 10, GOLD)
    on.box(300, 236, 120, 70, "#8A5A3C")
    for row, count in ((0, 5), (1, 6)):
        on.people(count, 395 + row * 80, 60 + row * 12)


def lighted_road(on: Canvas) -> None:
    on.ground(NIGHT, "#2E4A45")
    on.road()
    for step in range(4):
        x, y, tall = 290 - step * 66, 320 + step * 40, 96 + step * 62
        for place in (x, WIDTH - x):
            on.box(place - 3, y - tall, 6, tall, "#7B8AA3")
            if not on.is_before:
                on.disc(place, y - tall, 26 + step * 6, "#6B6A4E")
                on.disc(place, y - tall, 11 + step * 3, GOLD)


def playground(on: Canvas) -> None:
    on.ground()
    on.box(60, 400, 600, 76, DIRT if on.is_before else "#E9D9A8")
    if on.is_before:
        return
    on.shape((120, 440), (200, 270), (220, 270), (300, 440), colour=BLUE)
    on.box(205, 250, 12, 190, RED)
    on.draw.line((400, 430, 440, 270, 560, 270, 600, 430), fill=RED, width=10)
    for x in (470, 530):
        on.draw.line((x, 275, x, 370), fill=INK, width=3)
        on.box(x - 20, 368, 40, 8, GOLD)
    on.tree(660, 400, 90)


def bookshelf(on: Canvas) -> None:
    on.box(0, 0, WIDTH, HEIGHT, "#EFE6D6")
    on.box(0, 420, WIDTH, HEIGHT, "#CDB799")
    on.box(170, 70, 380, 360, TRUNK)
    for shelf in range(4):
        y = 84 + shelf * 86
        on.box(182, y, 356, 74, "#5E4530")
        x = 188.0
        while x < 516 and not (on.is_before and shelf):
            width, tall = on.rng.uniform(12, 24), on.rng.uniform(44, 70)
            on.box(x, y + 74 - tall, width, tall, on.rng.choice((*PETALS, *SHIRTS, LEAF)))
            x += width + 2


def canal(on: Canvas) -> None:
    on.ground(ground=FIELD)
    on.shape(
        (330, 290), (400, 290), (560, HEIGHT), (200, HEIGHT), colour="#77806A" if on.is_before else "#7FB4DE"
    )
    for _ in range(60):
        if on.is_before:
            on.disc(on.rng.uniform(300, 440), on.rng.uniform(310, 470), on.rng.uniform(6, 16), "#5F7A4C")
    if not on.is_before:
        on.people(2, 430, 60, 120, 200)
        on.people(2, 430, 60, 560, 640)


def clean_up(on: Canvas) -> None:
    on.ground()
    on.road()
    for _ in range(26 if on.is_before else 0):
        on.box(on.rng.uniform(60, 640), on.rng.uniform(330, 460), 16, 11, on.rng.choice((WHITE, BLUE, GOLD)))
    if not on.is_before:
        on.people(5, 440, 58, 110, 610)
        for x in (180, 330, 480):
            on.draw.rounded_rectangle((x, 430, x + 40, 474), 12, fill="#39424F")


def garden(on: Canvas) -> None:
    on.ground(ground="#B08D62")
    for row in range(4):
        y = 320 + row * 42
        on.box(40, y, 640, 24, "#8C6B45")
        for place in range(0 if on.is_before else 16):
            on.disc(60 + place * 40, y + 2, 13, LEAF if (place + row) % 5 else "#7CC06A")


def paper(on: Canvas) -> None:
    """A list that lies on a table, photographed; its lines are strokes, nothing can be read in it."""
    on.box(0, 0, WIDTH, HEIGHT, "#A9835A")
    on.shape((196, 40), (540, 26), (566, 460), (176, 470), colour="#FBFAF5")
    on.box(290, 70, 150, 9, INK)
    for line in range(15):
        y = 110 + line * 22
        on.box(226, y, 22, 6, "#9AA3B0")
        on.box(262, y, on.rng.uniform(110, 190), 6, "#9AA3B0")
        on.box(470, y, on.rng.uniform(20, 50), 6, BLUE)


def service_desk(on: Canvas) -> None:
    on.box(0, 0, WIDTH, HEIGHT, "#E4ECF4")
    on.box(0, 380, WIDTH, HEIGHT, "#B99D7A")
    on.box(120, 300, 480, 100, "#8A5A3C")
    for x in (210, 430):
        on.draw.rounded_rectangle((x, 190, x + 130, 280), 8, fill=INK)
        on.box(x + 8, 198, 114, 74, "#9FC6EE")
        on.box(x + 55, 280, 20, 20, INK)
    on.people(2, 470, 80, 230, 500)


SCENES: dict[str, tuple[Callable[[Canvas], None], str]] = {
    "nha-van-hoa": (culture_house, "Nhà văn hóa thôn"),
    "duong-hoa": (flower_road, "Đường hoa thanh niên"),
    "trong-cay": (planting, "Ra quân trồng cây"),
    "sinh-hoat": (meeting, "Sinh hoạt chi đoàn"),
    "thap-sang": (lighted_road, "Thắp sáng đường quê"),
    "san-choi": (playground, "Sân chơi thiếu nhi"),
    "tu-sach": (bookshelf, "Tủ sách thanh niên"),
    "muong": (canal, "Nạo vét mương nội đồng"),
    "don-rac": (clean_up, "Thu gom rác cuối tuần"),
    "vuon-rau": (garden, "Vườn rau thanh niên"),
    "danh-sach": (paper, "Danh sách đoàn viên dự học tập"),
    "dich-vu-cong": (service_desk, "Tổ hỗ trợ dịch vụ công"),
}


@cache
def picture(name: str, *, is_before: bool = False) -> bytes:
    """A PNG of few colours, with its caption and the mark in it."""
    draw, caption = SCENES[name]
    canvas = Canvas(name, is_before=is_before)
    draw(canvas)
    _sign(canvas, f"{caption} (trước)" if is_before else caption)
    target = BytesIO()
    canvas.image.quantize(64, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


def _sign(canvas: Canvas, caption: str) -> None:
    canvas.box(0, HEIGHT - FOOT, WIDTH, FOOT, WHITE)
    canvas.box(0, HEIGHT - FOOT, WIDTH, 2, "#CBD3DE")
    _write(canvas.draw, 24, caption, 24, "#142033")
    _write(canvas.draw, WIDTH - 24 - _length(MARK, 18), MARK, 18, "#5F6C80")


def _write(draw: ImageDraw.ImageDraw, x: float, text: str, size: int, colour: Colour) -> None:
    """The typeface comes in two files, one of which has the letters that Vietnamese adds."""
    for letters, font in _runs(text, size):
        draw.text((x, HEIGHT - FOOT / 2 + 2), letters, font=font, fill=colour, anchor="lm")
        x += font.getlength(letters)


def _length(text: str, size: int) -> float:
    return sum(font.getlength(letters) for letters, font in _runs(text, size))


def _runs(text: str, size: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    for is_latin, letters in groupby(text, key=lambda letter: ord(letter) < 0x100):
        yield "".join(letters), _font("latin" if is_latin else "vietnamese", size)


@cache
def _font(part: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(settings.BASE_DIR / FONTS.format(part), size)
