"""Where a person is named: every text column of every table is read, whatever app it belongs to.

By name (with word borders, accents and blanks left out of account), telephone number, e-mail address and birth date,
as the file says them and as it ever said them. What lies in files and Word documents is not read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from apps.cadres.models import Cadre
from apps.core.vietnamese import fold, nfc

SHORTEST_PHONE = 6  # fewer digits are found everywhere
AROUND = 80  # characters shown before and after a hit
COLUMNS = """
SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum),
       (SELECT k.attname::text FROM pg_index i JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = i.indkey[0]
        WHERE i.indrelid = c.oid AND i.indisprimary)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type element ON element.oid = t.typelem AND t.typcategory = 'A'
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
  AND has_table_privilege(c.oid, 'SELECT')
  AND (t.typcategory = 'S' OR t.typname IN ('json', 'jsonb') OR element.typcategory = 'S')
GROUP BY c.oid, c.relname ORDER BY c.relname
"""
FIND = """
SELECT t.{key}::text, said.place, said.words
FROM {table} t CROSS JOIN LATERAL (VALUES {columns}) said(place, words)
WHERE vi_fold(said.words) ~ %s ORDER BY t.{key}
"""


@dataclass(frozen=True)
class Known:
    """By what a person is recognised in a text."""

    names: frozenset[str]
    phones: frozenset[str]
    emails: frozenset[str]
    births: frozenset[date]

    @property
    def pattern(self) -> str:
        """For folded text; written so that PostgreSQL and Python read it alike. Empty when nothing is known."""
        parts = [_bordered(r"\s+".join(map(re.escape, fold(name).split()))) for name in sorted(self.names)]
        parts += [_phone(phone) for phone in sorted(self.phones)]
        parts += [rf"(?<![a-z0-9.+_-]){re.escape(fold(mail))}(?![a-z0-9_-])" for mail in sorted(self.emails)]
        parts += [_birth(born) for born in sorted(self.births)]
        return "|".join(part for part in parts if part)


@dataclass(frozen=True)
class Trace:
    """One text that names the person: where it stands, and the words around it."""

    table: str
    column: str
    row: str
    words: str


def known_of(cadre_ids: Sequence[int]) -> Known:
    """Of one person with one or more files, now and in their history."""
    fields = ("full_name", "phone", "email", "born_on")
    events = Cadre.pgh_event_model.objects.filter(pgh_obj_id__in=cadre_ids)  # type: ignore[attr-defined]
    rows = [*Cadre.objects.filter(pk__in=cadre_ids).values_list(*fields), *events.values_list(*fields)]
    return Known(
        names=frozenset(nfc(row[0]) for row in rows if row[0]),
        phones=frozenset(
            digits for row in rows if len(digits := re.sub(r"\D", "", row[1])) >= SHORTEST_PHONE
        ),
        emails=frozenset(row[2].lower() for row in rows if row[2]),
        births=frozenset(row[3] for row in rows if row[3]),
    )


def traces(known: Known) -> list[Trace]:
    """Every hit in the database; one statement a table, none of them sorted or kept."""
    if not (pattern := known.pattern):
        return []
    found = []
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, columns, key in cursor.fetchall():
            cursor.execute(_find(table, columns, key or columns[0]), [*columns, pattern])
            found += [
                Trace(table, place, row, _around(words, pattern)) for row, place, words in cursor.fetchall()
            ]
    return found


def hidden(text: str, known: Known, instead: str) -> str:
    """The text with everything that tells the person replaced."""
    text = nfc(text)
    hits = list(re.finditer(known.pattern, _folded(text))) if known.pattern else []
    for hit in reversed(hits):
        text = text[: hit.start()] + instead + text[hit.end() :]
    return text


def _find(table: str, columns: Sequence[str], key: str) -> str:
    """Names come from the catalogue of the database itself; they are quoted all the same."""
    quoted = connection.ops.quote_name
    said = ", ".join(f"(%s, t.{quoted(name)}::text)" for name in columns)
    return FIND.format(key=quoted(key), table=quoted(table), columns=said)


def _around(words: str, pattern: str) -> str:
    text = nfc(words)
    hit = re.search(pattern, _folded(text))
    if not hit:
        return text[: 2 * AROUND]
    start, end = max(hit.start() - AROUND, 0), hit.end() + AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _folded(text: str) -> str:
    """As long as the text itself, so that places in it are places in the text."""
    return "".join((fold(letter) or letter)[0] for letter in text)


def _bordered(pattern: str) -> str:
    return rf"(?<![a-z0-9_]){pattern}(?![a-z0-9_])" if pattern else ""


def _phone(digits: str) -> str:
    """0912.345.678, +84 912 345 678"""
    rest = r"[\s.-]*".join(digits[1:] if digits.startswith("0") else digits)
    first = r"(?:0|\+?84)[\s.-]*" if digits.startswith("0") else ""
    return rf"(?<![0-9]){first}{rest}(?![0-9])"


def _birth(born: date) -> str:
    """12/3/1990, 12-03-1990, 1990-03-12, ngày 12 tháng 3 năm 1990"""
    day, month, year = f"0?{born.day}", f"0?{born.month}", f"{born.year}"
    forms = (rf"{day}[/.-]{month}[/.-]{year}", f"{born:%Y-%m-%d}", rf"{day}\s+thang\s+{month}\s+nam\s+{year}")
    return rf"(?<![0-9])(?:{'|'.join(forms)})(?![0-9])"
