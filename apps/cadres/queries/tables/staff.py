"""Biểu 1: how many there are, and what is known of them. One statement for both halves."""

from apps.cadres.queries.tables.counting import PEOPLE, Column, CountTable, Span, counts, lines

SEATS = (
    Column("Chức danh", "Định biên", "quota"),
    Column("Chức danh", "Có người", "held"),
    Column("Chức danh", "Khuyết", "vacant"),
)
PRESENT = Column("Có mặt", "Số người", "present")
MAKE_UP = (
    *SEATS,
    PRESENT,
    Column("Giới tính", "Nam", "men"),
    Column("Giới tính", "Nữ", "women"),
    Column("Giới tính", "Chưa rõ", "sex_unknown"),
    Column("Dân tộc", "Kinh", "kinh"),
    Column("Dân tộc", "Thiểu số", "minority"),
    Column("Dân tộc", "Chưa rõ", "group_unknown"),
    Column("Đảng", "Đảng viên", "party"),
    Column("Tuổi", "≤ 30", "to_30"),
    Column("Tuổi", "31–35", "to_35"),
    Column("Tuổi", "36–40", "to_40"),
    Column("Tuổi", "> 40", "over_40"),
    Column("Tuổi", "Chưa rõ", "age_unknown"),
)
STANDARDS = (
    PRESENT,
    Column("Chuyên môn", "THPT", "high_school"),
    Column("Chuyên môn", "TC", "vocational"),
    Column("Chuyên môn", "CĐ", "college"),
    Column("Chuyên môn", "ĐH", "university"),
    Column("Chuyên môn", "ThS trở lên", "master"),
    Column("Chuyên môn", "Chưa rõ", "education_unknown"),
    Column("Lý luận chính trị", "Chưa học", "theory_none"),
    Column("Lý luận chính trị", "SC", "elementary"),
    Column("Lý luận chính trị", "TC", "intermediate"),
    Column("Lý luận chính trị", "CC/CN", "advanced"),
    Column("Lý luận chính trị", "Chưa rõ", "theory_unknown"),
    Column("Chuyên trách", "Có", "full_time"),
    Column("Chuyên trách", "Bán", "part_time"),
    Column("Chuyên trách", "Không", "voluntary"),
    Column("Tiêu chuẩn", "Đạt", "met"),
    Column("Tiêu chuẩn", "Chưa đạt", "not_met"),
    Column("Tiêu chuẩn", "Chưa đủ dữ liệu", "no_data"),
    Column("Tiêu chuẩn", "Chưa nhập", "no_standard"),
    Column("Tuổi", "Quá tuổi", "over_age"),
)
# Full years on the day, or years of the calendar where the rule says so.
YEARS = "(extract(year FROM %(day)s::date) - extract(year FROM c.born_on))::int"
AGE = f"""{YEARS} - (post.counting = 'full_years' AND c.born_on + make_interval(years => {YEARS}) > %(day)s)::int"""
STAFF = f"""
WITH post AS MATERIALIZED ({PEOPLE}
), person AS (
  SELECT post.*, c.sex, lower(btrim(c.ethnic_group)) AS ethnic_group, c.party_joined_on, {AGE} AS age
  FROM post JOIN cadres_cadre c ON c.id = post.cadre_id
), people AS (
  SELECT kind_id, position_id, count(*) AS present,
    count(*) FILTER (WHERE sex = 'male') AS men,
    count(*) FILTER (WHERE sex = 'female') AS women,
    count(*) FILTER (WHERE sex = '') AS sex_unknown,
    count(*) FILTER (WHERE ethnic_group = 'kinh') AS kinh,
    count(*) FILTER (WHERE ethnic_group NOT IN ('kinh', '')) AS minority,
    count(*) FILTER (WHERE ethnic_group = '') AS group_unknown,
    count(*) FILTER (WHERE party_joined_on <= %(day)s) AS party,
    count(*) FILTER (WHERE age <= 30) AS to_30,
    count(*) FILTER (WHERE age BETWEEN 31 AND 35) AS to_35,
    count(*) FILTER (WHERE age BETWEEN 36 AND 40) AS to_40,
    count(*) FILTER (WHERE age > 40) AS over_40,
    count(*) FILTER (WHERE age IS NULL) AS age_unknown,
    count(*) FILTER (WHERE education = 1) AS high_school,
    count(*) FILTER (WHERE education = 2) AS vocational,
    count(*) FILTER (WHERE education = 3) AS college,
    count(*) FILTER (WHERE education = 4) AS university,
    count(*) FILTER (WHERE education >= 5) AS master,
    count(*) FILTER (WHERE education IS NULL) AS education_unknown,
    count(*) FILTER (WHERE theory = 0) AS theory_none,
    count(*) FILTER (WHERE theory = 1) AS elementary,
    count(*) FILTER (WHERE theory = 2) AS intermediate,
    count(*) FILTER (WHERE theory = 3) AS advanced,
    count(*) FILTER (WHERE theory IS NULL) AS theory_unknown,
    count(*) FILTER (WHERE engagement = 'full_time') AS full_time,
    count(*) FILTER (WHERE engagement = 'part_time') AS part_time,
    count(*) FILTER (WHERE engagement = 'voluntary') AS voluntary,
    count(*) FILTER (WHERE verdict = 'met') AS met,
    count(*) FILTER (WHERE verdict = 'not_met') AS not_met,
    count(*) FILTER (WHERE verdict = 'no_data') AS no_data,
    count(*) FILTER (WHERE verdict = 'no_standard') AS no_standard,
    count(*) FILTER (WHERE age_test = 'not_met') AS over_age
  FROM person GROUP BY kind_id, position_id
), seats AS (
  SELECT u.kind_id, position_id, sum(asked.seats)::int AS quota, coalesce(sum(taken.held), 0)::int AS held,
         sum(greatest(asked.seats - coalesce(taken.held, 0), 0)) FILTER (WHERE asked.seats IS NOT NULL)::int AS vacant
  FROM (
    SELECT unit_id, position_id, count(*)::int AS held FROM cadres_appointment
    WHERE unit_id = ANY(%(units)s) AND validity @> %(day)s::date GROUP BY unit_id, position_id
  ) taken
  FULL JOIN (
    SELECT unit_id, position_id, seats FROM cadres_quota
    WHERE unit_id = ANY(%(units)s) AND validity @> %(day)s::date
  ) asked USING (unit_id, position_id)
  JOIN units_unit u ON u.id = unit_id
  GROUP BY u.kind_id, position_id
)
SELECT kind.name AS level, p.name, seats.*, people.*
FROM seats LEFT JOIN people USING (kind_id, position_id)
JOIN units_unitkind kind ON kind.code = seats.kind_id
JOIN cadres_position p ON p.code = seats.position_id
ORDER BY kind.rank, p.rank
"""
NOTE = (
    "Có mặt: mỗi người tính một lần, ở chức danh chính. Có người, khuyết: tính theo chức danh, kể cả người kiêm; "
    "khuyết chỉ tính ở nơi đã nhập định biên."
)


def staff(span: Span) -> tuple[CountTable, CountTable]:
    """The seats and who sits in them; what they have learnt and whether they fit. One statement."""
    rows = [_without_gaps(row) for row in counts(STAFF, span)]
    return (
        CountTable(
            "1a", "Đội ngũ cán bộ: số lượng, cơ cấu", "Cấp, chức danh", MAKE_UP, lines(rows, MAKE_UP), NOTE
        ),
        CountTable(
            "1b",
            "Đội ngũ cán bộ: trình độ, tiêu chuẩn",
            "Cấp, chức danh",
            STANDARDS,
            lines(rows, STANDARDS),
            "Nhận định theo bộ tiêu chuẩn có hiệu lực trong ngày; chưa đủ dữ liệu, chưa nhập không tính là đạt.",
        ),
    )


def _without_gaps(row: dict[str, int | None]) -> dict[str, int | None]:
    """Where a unit of the register has a seat and nobody in it, nobody is there: of people that is 0, not unknown."""
    seats = {column.key for column in SEATS}
    return {key: 0 if value is None and key not in seats else value for key, value in row.items()}
