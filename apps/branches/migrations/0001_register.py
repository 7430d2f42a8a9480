"""Villages and their branches, quarters, models worth copying, plans of support."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cadres", "0010_list_import"),
        ("directives", "0001_directives_and_periods"),
        ("files", "0003_erasing"),
        ("units", "0004_branch_secretary"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BranchQuarter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "đang nhập"), ("handed", "đã gửi")],
                        default="draft",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "members",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="tổng số đoàn viên"),
                ),
                (
                    "members_female",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="đoàn viên nữ"),
                ),
                (
                    "members_ethnic",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="đoàn viên dân tộc thiểu số"
                    ),
                ),
                (
                    "members_religious",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="đoàn viên theo tôn giáo"
                    ),
                ),
                (
                    "members_party",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="đoàn viên là đảng viên"),
                ),
                (
                    "members_away",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="đoàn viên đi làm ăn xa"),
                ),
                (
                    "members_verified",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="đoàn viên có hồ sơ trên phần mềm quốc gia"
                    ),
                ),
                (
                    "youth",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thanh niên trên địa bàn"
                    ),
                ),
                (
                    "youth_female",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="thanh niên nữ"),
                ),
                (
                    "youth_ethnic",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thanh niên dân tộc thiểu số"
                    ),
                ),
                (
                    "youth_religious",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thanh niên theo tôn giáo"
                    ),
                ),
                (
                    "received",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="đoàn viên sinh hoạt nơi cư trú mới tiếp nhận"
                    ),
                ),
                (
                    "new_members",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="đoàn viên mới kết nạp"),
                ),
                (
                    "introduced",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="đoàn viên ưu tú giới thiệu cho Đảng"
                    ),
                ),
                (
                    "admitted",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="đoàn viên được kết nạp Đảng"
                    ),
                ),
                (
                    "one_plus_one",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="người thực hiện 1+1, tính từ đầu năm"
                    ),
                ),
                (
                    "participations",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="lượt đoàn viên, thanh niên tham gia hoạt động"
                    ),
                ),
                (
                    "resources",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="nguồn lực huy động (triệu đồng)",
                    ),
                ),
                (
                    "has_books",
                    models.BooleanField(blank=True, null=True, verbose_name="đủ sổ sách, biên bản"),
                ),
                ("no_meeting", models.BooleanField(default=False, verbose_name="quý này không sinh hoạt")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "first_handed_over_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="gửi lần đầu lúc"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="ghi lúc"
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="branch_quarters",
                        to="units.unit",
                        verbose_name="chi đoàn",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directives.period",
                        verbose_name="quý",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi sau cùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "quý của chi đoàn",
                "verbose_name_plural": "quý của chi đoàn",
                "ordering": ["-period__start_on", "branch_id"],
            },
        ),
        migrations.CreateModel(
            name="BranchMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="ngày sinh hoạt")),
                (
                    "mode",
                    models.CharField(
                        choices=[("in_person", "trực tiếp"), ("online", "trực tuyến"), ("mixed", "kết hợp")],
                        max_length=10,
                        verbose_name="hình thức",
                    ),
                ),
                ("topic", models.CharField(max_length=200, verbose_name="nội dung")),
                (
                    "is_thematic",
                    models.BooleanField(default=False, verbose_name="sinh hoạt chuyên đề, chủ điểm"),
                ),
                (
                    "expected",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="đoàn viên phải dự"),
                ),
                ("present", models.PositiveIntegerField(blank=True, null=True, verbose_name="đoàn viên dự")),
                (
                    "quarter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="branches.branchquarter",
                        verbose_name="quý của chi đoàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "buổi sinh hoạt",
                "verbose_name_plural": "buổi sinh hoạt",
                "ordering": ["held_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BranchRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "validity",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="có hiệu lực"),
                ),
                (
                    "meetings_a_quarter",
                    models.PositiveSmallIntegerField(verbose_name="số kỳ sinh hoạt mỗi quý"),
                ),
                ("small_below", models.PositiveSmallIntegerField(verbose_name="mốc ít đoàn viên")),
                (
                    "silent_quarters",
                    models.PositiveSmallIntegerField(verbose_name="số quý liền không sinh hoạt"),
                ),
                (
                    "due_day",
                    models.PositiveSmallIntegerField(verbose_name="hạn gửi số liệu: ngày của tháng sau quý"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="căn cứ")),
                ("is_proposed", models.BooleanField(default=True, verbose_name="đề xuất")),
            ],
            options={
                "verbose_name": "quy định về chi đoàn",
                "verbose_name_plural": "quy định về chi đoàn",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("validity", "&&")],
                        name="branches_rule_one_at_once",
                        violation_error_message="Đã có quy định về chi đoàn trong thời gian ấy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_day__gte", 1), ("due_day__lte", 28)),
                        name="branches_rule_due_day_possible",
                        violation_error_message="Ngày hạn gửi từ 1 đến 28.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("hand_over", "Gửi Đoàn cơ sở"), ("send_back", "Trả lại để sửa")],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="lúc"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                (
                    "quarter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="branches.branchquarter",
                        verbose_name="quý của chi đoàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của số liệu chi đoàn",
                "verbose_name_plural": "bước của số liệu chi đoàn",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MeetingPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("culture", "nhà văn hóa thôn, tổ dân phố"),
                            ("own", "nơi sinh hoạt riêng"),
                            ("borrowed", "mượn nhờ"),
                            ("none", "chưa có nơi sinh hoạt"),
                        ],
                        max_length=10,
                        verbose_name="nơi sinh hoạt",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="địa điểm")),
                (
                    "validity",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="từ ngày, đến ngày"),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_places",
                        to="units.unit",
                        verbose_name="chi đoàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "nơi sinh hoạt",
                "verbose_name_plural": "nơi sinh hoạt",
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="tên mô hình")),
                ("problem", models.TextField(max_length=2000, verbose_name="giải quyết việc gì")),
                ("method", models.TextField(max_length=4000, verbose_name="cách làm")),
                ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="kết quả")),
                ("started_on", models.DateField(verbose_name="bắt đầu từ ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nominated", "đã giới thiệu"),
                            ("recommended", "đề nghị nhân rộng"),
                            ("withdrawn", "thôi giới thiệu"),
                        ],
                        default="nominated",
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ý kiến của cấp tỉnh")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "nominated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="giới thiệu lúc"
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người giới thiệu",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.sector",
                        verbose_name="khối",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="units.unit",
                        verbose_name="đơn vị giới thiệu",
                    ),
                ),
            ],
            options={
                "verbose_name": "mô hình",
                "verbose_name_plural": "mô hình",
                "ordering": ["-nominated_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("adopted_on", models.DateField(verbose_name="áp dụng từ ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="thôi áp dụng từ ngày")),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="kết quả")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="units.unit",
                        verbose_name="đơn vị áp dụng",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="branches.practice",
                        verbose_name="mô hình",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần áp dụng mô hình",
                "verbose_name_plural": "lần áp dụng mô hình",
                "ordering": ["adopted_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PracticePicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=160, verbose_name="chú thích")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="gỡ lúc")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="ảnh",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="branches.practice",
                        verbose_name="mô hình",
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh mô hình",
                "verbose_name_plural": "ảnh mô hình",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SupportPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("rated", "xếp loại không hoàn thành nhiệm vụ"),
                                ("secretary", "khuyết bí thư"),
                                ("small", "ít đoàn viên"),
                                ("silent", "không sinh hoạt"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="vì sao cần hỗ trợ",
                    ),
                ),
                ("measures", models.TextField(max_length=2000, verbose_name="việc làm")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("due_on", models.DateField(verbose_name="phải xong trước ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="kết thúc ngày")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recovered", "đã vững lên"),
                            ("unchanged", "chưa chuyển biến"),
                            ("merged", "đã sáp nhập, giải thể"),
                        ],
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="nhận xét")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="lập lúc"
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_plans",
                        to="units.unit",
                        verbose_name="chi đoàn",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "supporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_plans",
                        to="cadres.cadre",
                        verbose_name="cán bộ phụ trách",
                    ),
                ),
            ],
            options={
                "verbose_name": "kế hoạch hỗ trợ chi đoàn",
                "verbose_name_plural": "kế hoạch hỗ trợ chi đoàn",
                "ordering": ["-starts_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("village", "thôn"), ("street", "tổ dân phố")],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên thôn, tổ dân phố")),
                ("sort_key", models.CharField(max_length=500, verbose_name="khóa sắp xếp")),
                (
                    "validity",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="có từ ngày, đến ngày"),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villages",
                        to="units.unit",
                        verbose_name="Đoàn cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "thôn, tổ dân phố",
                "verbose_name_plural": "thôn, tổ dân phố",
                "ordering": ["sort_key", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "validity",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        verbose_name="phụ trách từ ngày, đến ngày"
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="units.unit",
                        verbose_name="chi đoàn",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="branches.village",
                        verbose_name="thôn, tổ dân phố",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa bàn của chi đoàn",
                "verbose_name_plural": "địa bàn của chi đoàn",
            },
        ),
        migrations.CreateModel(
            name="YouthWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("project", "công trình thanh niên"), ("task", "phần việc thanh niên")],
                        max_length=8,
                        verbose_name="loại",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tên công trình, phần việc")),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="giá trị (triệu đồng)",
                    ),
                ),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="hoàn thành ngày")),
                (
                    "accepted_by",
                    models.CharField(blank=True, max_length=160, verbose_name="đơn vị nghiệm thu"),
                ),
                (
                    "quarter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="branches.branchquarter",
                        verbose_name="quý của chi đoàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "công trình, phần việc thanh niên",
                "verbose_name_plural": "công trình, phần việc thanh niên",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("before", "trước"), ("after", "sau")], max_length=6, verbose_name="lúc chụp"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="gỡ lúc")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="ảnh",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="branches.youthwork",
                        verbose_name="công trình, phần việc",
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh công trình, phần việc",
                "verbose_name_plural": "ảnh công trình, phần việc",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "handed"])),
                name="branches_quarter_state_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.UniqueConstraint(
                fields=("branch", "period"),
                name="branches_quarter_once",
                violation_error_message="Chi đoàn đã có số liệu của quý này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(("resources", None), ("resources__gte", 0), _connector="OR"),
                name="branches_quarter_resources_not_negative",
                violation_error_message="Nguồn lực huy động không thể là số âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"), ("first_handed_over_at__isnull", False), _connector="OR"
                ),
                name="branches_quarter_handed_over_has_time",
                violation_error_message="Số liệu đã gửi phải có lúc gửi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("members_female", None),
                    ("members", None),
                    ("members_female__lte", models.F("members")),
                    _connector="OR",
                ),
                name="branches_quarter_members_female_within",
                violation_error_message="Một nhóm đoàn viên không thể nhiều hơn tổng số đoàn viên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("members_ethnic", None),
                    ("members", None),
                    ("members_ethnic__lte", models.F("members")),
                    _connector="OR",
                ),
                name="branches_quarter_members_ethnic_within",
                violation_error_message="Một nhóm đoàn viên không thể nhiều hơn tổng số đoàn viên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("members_religious", None),
                    ("members", None),
                    ("members_religious__lte", models.F("members")),
                    _connector="OR",
                ),
                name="branches_quarter_members_religious_within",
                violation_error_message="Một nhóm đoàn viên không thể nhiều hơn tổng số đoàn viên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("members_party", None),
                    ("members", None),
                    ("members_party__lte", models.F("members")),
                    _connector="OR",
                ),
                name="branches_quarter_members_party_within",
                violation_error_message="Một nhóm đoàn viên không thể nhiều hơn tổng số đoàn viên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("members_away", None),
                    ("members", None),
                    ("members_away__lte", models.F("members")),
                    _connector="OR",
                ),
                name="branches_quarter_members_away_within",
                violation_error_message="Một nhóm đoàn viên không thể nhiều hơn tổng số đoàn viên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("members_verified", None),
                    ("members", None),
                    ("members_verified__lte", models.F("members")),
                    _connector="OR",
                ),
                name="branches_quarter_members_verified_within",
                violation_error_message="Một nhóm đoàn viên không thể nhiều hơn tổng số đoàn viên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("youth_female", None),
                    ("youth", None),
                    ("youth_female__lte", models.F("youth")),
                    _connector="OR",
                ),
                name="branches_quarter_youth_female_within",
                violation_error_message="Một nhóm thanh niên không thể nhiều hơn tổng số thanh niên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("youth_ethnic", None),
                    ("youth", None),
                    ("youth_ethnic__lte", models.F("youth")),
                    _connector="OR",
                ),
                name="branches_quarter_youth_ethnic_within",
                violation_error_message="Một nhóm thanh niên không thể nhiều hơn tổng số thanh niên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("youth_religious", None),
                    ("youth", None),
                    ("youth_religious__lte", models.F("youth")),
                    _connector="OR",
                ),
                name="branches_quarter_youth_religious_within",
                violation_error_message="Một nhóm thanh niên không thể nhiều hơn tổng số thanh niên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchquarter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("members", None), ("youth", None), ("members__lte", models.F("youth")), _connector="OR"
                ),
                name="branches_quarter_members_within",
                violation_error_message="Đoàn viên không thể nhiều hơn thanh niên trên địa bàn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["in_person", "online", "mixed"])),
                name="branches_meeting_mode_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("present", None),
                    ("expected", None),
                    ("present__lte", models.F("expected")),
                    _connector="OR",
                ),
                name="branches_meeting_present_within",
                violation_error_message="Số người dự không thể nhiều hơn số phải dự.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrystep",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["hand_over", "send_back"])),
                name="branches_entrystep_act_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["culture", "own", "borrowed", "none"])),
                name="branches_meetingplace_kind_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingplace",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("branch", "="), ("validity", "&&")],
                name="branches_meetingplace_one_at_once",
                violation_error_message="Chi đoàn đã ghi nơi sinh hoạt khác trong thời gian này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["nominated", "recommended", "withdrawn"])),
                name="branches_practice_state_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("method", ""), _negated=True)
                ),
                name="branches_practice_described",
                violation_error_message="Ghi tên mô hình và cách làm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.UniqueConstraint(
                fields=("practice", "unit"),
                name="branches_adoption_once",
                violation_error_message="Đơn vị đã ghi áp dụng mô hình này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gt", models.F("adopted_on")), _connector="OR"
                ),
                name="branches_adoption_ends_after_start",
                violation_error_message="Ngày thôi áp dụng phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result", ""), ("result__in", ["recovered", "unchanged", "merged"]), _connector="OR"
                ),
                name="branches_supportplan_result_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reasons__contained_by", ["rated", "secretary", "small", "silent"]),
                    ("reasons__len__gte", 1),
                ),
                name="branches_supportplan_reasons_known",
                violation_error_message="Kế hoạch phải nêu vì sao chi đoàn cần hỗ trợ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gt", models.F("starts_on"))),
                name="branches_supportplan_due_after_start",
                violation_error_message="Hạn phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("result", "")),
                    models.Q(
                        ("ended_on__gte", models.F("starts_on")), models.Q(("result", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="branches_supportplan_ends_with_result",
                violation_error_message="Kết thúc kế hoạch phải ghi ngày và kết quả.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("branch",),
                name="branches_supportplan_one_running",
                violation_error_message="Chi đoàn đang có một kế hoạch hỗ trợ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["village", "street"])),
                name="branches_village_kind_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="branches_village_has_name",
                violation_error_message="Ghi tên thôn, tổ dân phố.",
            ),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("commune", "="), ("name", "="), ("validity", "&&")],
                name="branches_village_name_once",
                violation_error_message="Đoàn cơ sở đã có thôn, tổ dân phố tên này trong thời gian ấy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("village", "="), ("validity", "&&")],
                name="branches_coverage_one_branch_at_once",
                violation_error_message="Thôn, tổ dân phố này đã thuộc chi đoàn khác trong thời gian ấy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="youthwork",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["project", "task"])),
                name="branches_work_kind_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="youthwork",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_by", ""), ("completed_on__isnull", False), _connector="OR"),
                name="branches_work_accepted_when_done",
                violation_error_message="Đã nghiệm thu thì phải có ngày hoàn thành.",
            ),
        ),
        migrations.AddConstraint(
            model_name="workpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(("moment__in", ["before", "after"])),
                name="branches_workpicture_moment_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
    ]
