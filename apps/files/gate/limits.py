"""How much the gate takes. Each limit is far above what offices send and far below what hurts the server."""

from django.conf import settings

MEGABYTE = 2**20
MAX_BYTES: int = settings.UPLOAD_MAX_BYTES  # a scan of 40 pages at 200 dpi is 6 MB

# --- zip packages (docx, xlsx) ---
MAX_MEMBERS = 2_000  # a report with 300 pictures has 700
MAX_DIRECTORY_BYTES = MEGABYTE  # read into memory at once by zipfile; 2.000 members need 0,3 MB
MAX_INFLATED = 128 * MEGABYTE  # 20.000 rows of 40 columns are 40 MB
MAX_RATIO = 100  # XML deflates 10 to 40 times, a bomb 1.000 times …
RATIO_COUNTS_FROM = MEGABYTE  # … and a small member may deflate as it likes
CHUNK = 64 * 1024

# --- XML inside of them ---
MAX_TOKEN = MEGABYTE  # one tag or comment: expat holds it in memory
MAX_DEPTH = 256  # Word nests about 40 deep
MAX_ELEMENTS = 2_000_000  # 4 s of parsing; 20.000 rows of 40 columns have 1,6 million

# --- worksheets: a reader allocates the whole rectangle ---
MAX_COLUMNS = 200
MAX_ROWS = 20_000

# --- PDF ---
MAX_PDF_INFLATED = 128 * MEGABYTE  # 15 grey pages at 300 dpi that are not stored as JPEG
MAX_PDF_STREAMS = 20_000  # a page of text takes two or three
MAX_PDF_TEXT = 8 * MEGABYTE  # page contents looked through for a stamp
MAX_PDF_TEXT_PART = MEGABYTE
MAX_PDF_FONTS = 64

# --- pictures ---
MAX_PIXELS = 40_000_000  # 160 MB decoded; phones take 12 to 25 million
