"""The role of a branch's secretary."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0003_sectors")]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation",
            name="units_invitation_role_known",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="units_membership_role_known",
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("standing", "Thường trực Tỉnh đoàn"),
                    ("organisation", "Cán bộ Ban Tổ chức – Kiểm tra"),
                    ("district_secretary", "Bí thư, Phó Bí thư cấp huyện"),
                    ("commune_secretary", "Bí thư Đoàn cấp xã"),
                    ("branch_secretary", "Bí thư chi đoàn"),
                    ("viewer", "Người xem"),
                    ("administrator", "Quản trị hệ thống"),
                ],
                max_length=24,
                verbose_name="vai trò",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("standing", "Thường trực Tỉnh đoàn"),
                    ("organisation", "Cán bộ Ban Tổ chức – Kiểm tra"),
                    ("district_secretary", "Bí thư, Phó Bí thư cấp huyện"),
                    ("commune_secretary", "Bí thư Đoàn cấp xã"),
                    ("branch_secretary", "Bí thư chi đoàn"),
                    ("viewer", "Người xem"),
                    ("administrator", "Quản trị hệ thống"),
                ],
                max_length=24,
                verbose_name="vai trò",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "standing",
                            "organisation",
                            "district_secretary",
                            "commune_secretary",
                            "branch_secretary",
                            "viewer",
                            "administrator",
                        ],
                    )
                ),
                name="units_invitation_role_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "standing",
                            "organisation",
                            "district_secretary",
                            "commune_secretary",
                            "branch_secretary",
                            "viewer",
                            "administrator",
                        ],
                    )
                ),
                name="units_membership_role_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
    ]
