"""A list may write birth dates in a column for men and one for women."""

from django.db import migrations, models

FORGET = """
DELETE FROM cadres_columnchoice WHERE "column" LIKE 'born_on_%male';
UPDATE cadres_listimport SET columns = regexp_replace(columns::text, '"born_on_(fe)?male"', '""', 'g')::jsonb;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0011_published_standards"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="columnchoice",
            name="cadres_columnchoice_column_known",
        ),
        migrations.RunSQL(migrations.RunSQL.noop, FORGET),
        migrations.AlterField(
            model_name="columnchoice",
            name="column",
            field=models.CharField(
                blank=True,
                choices=[
                    ("full_name", "Họ và tên"),
                    ("family_name", "Họ và tên đệm"),
                    ("given_name", "Tên"),
                    ("born_on", "Ngày sinh"),
                    ("born_on_male", "Ngày sinh (nam)"),
                    ("born_on_female", "Ngày sinh (nữ)"),
                    ("sex", "Giới tính"),
                    ("ethnic_group", "Dân tộc"),
                    ("home", "Quê quán"),
                    ("unit", "Đơn vị"),
                    ("position", "Chức danh"),
                    ("starts_on", "Ngày giữ chức"),
                    ("engagement", "Loại hình"),
                    ("origin", "Hình thức giữ chức"),
                    ("decision_number", "Số quyết định"),
                    ("decision_on", "Ngày quyết định"),
                    ("education", "Trình độ chuyên môn"),
                    ("theory", "Lý luận chính trị"),
                    ("party_joined_on", "Ngày vào Đảng"),
                    ("union_joined_on", "Ngày vào Đoàn"),
                    ("phone", "Điện thoại"),
                    ("email", "Thư điện tử"),
                ],
                max_length=20,
                verbose_name="nội dung",
            ),
        ),
        migrations.AddConstraint(
            model_name="columnchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("column", ""),
                    (
                        "column__in",
                        [
                            "full_name",
                            "family_name",
                            "given_name",
                            "born_on",
                            "born_on_male",
                            "born_on_female",
                            "sex",
                            "ethnic_group",
                            "home",
                            "unit",
                            "position",
                            "starts_on",
                            "engagement",
                            "origin",
                            "decision_number",
                            "decision_on",
                            "education",
                            "theory",
                            "party_joined_on",
                            "union_joined_on",
                            "phone",
                            "email",
                        ],
                    ),
                    _connector="OR",
                ),
                name="cadres_columnchoice_column_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
    ]
