"""Sets of criteria, rounds, assessments with their scores, evidence and decisions."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cadres", "0010_list_import"),
        ("files", "0003_erasing"),
        ("units", "0004_branch_secretary"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("title", models.CharField(max_length=200, verbose_name="tên đợt")),
                ("opens_on", models.DateField(verbose_name="mở từ ngày")),
                ("self_due_at", models.DateTimeField(verbose_name="hạn tự chấm")),
                ("appraise_due_at", models.DateTimeField(verbose_name="hạn thẩm định")),
                ("decide_due_at", models.DateTimeField(verbose_name="hạn quyết định")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "đang mở"), ("closed", "đã đóng")],
                        default="open",
                        max_length=6,
                        verbose_name="trạng thái",
                    ),
                ),
                ("is_proposed", models.BooleanField(default=True, verbose_name="đề xuất")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
            ],
            options={
                "verbose_name": "đợt đánh giá",
                "verbose_name_plural": "đợt đánh giá",
                "ordering": ["-year", "set__code"],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
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
                        choices=[
                            ("registered", "đã đăng ký"),
                            ("draft", "đang tự chấm"),
                            ("submitted", "chờ thẩm định"),
                            ("returned", "trả lại để sửa"),
                            ("appraised", "chờ quyết định"),
                            ("decided", "đã quyết định"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "recorded_by_above",
                    models.BooleanField(default=False, verbose_name="đoàn cấp trên ghi hộ"),
                ),
                (
                    "self_points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="điểm tự chấm"
                    ),
                ),
                (
                    "appraised_points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="điểm thẩm định"
                    ),
                ),
                (
                    "decided_points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="điểm quyết định"
                    ),
                ),
                (
                    "difference_count",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="số tiêu chí khác số hệ thống tính"
                    ),
                ),
                (
                    "proposed_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "hoàn thành xuất sắc"),
                            ("good", "hoàn thành tốt"),
                            ("done", "hoàn thành"),
                            ("failed", "không hoàn thành"),
                        ],
                        max_length=10,
                        verbose_name="hạng đề nghị",
                    ),
                ),
                (
                    "class_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "hoàn thành xuất sắc"),
                            ("good", "hoàn thành tốt"),
                            ("done", "hoàn thành"),
                            ("failed", "không hoàn thành"),
                        ],
                        max_length=10,
                        verbose_name="hạng",
                    ),
                ),
                ("is_recognised", models.BooleanField(blank=True, null=True, verbose_name="được công nhận")),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=80, verbose_name="số quyết định"),
                ),
                ("decision_on", models.DateField(blank=True, null=True, verbose_name="ngày quyết định")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="gửi thẩm định lúc"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "appraiser_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị thẩm định",
                    ),
                ),
                (
                    "decider_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị quyết định",
                    ),
                ),
                (
                    "follower",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.cadre",
                        verbose_name="cán bộ theo dõi",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="biên bản",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="assessments.assessmentround",
                        verbose_name="đợt",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản đánh giá",
                "verbose_name_plural": "bản đánh giá",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AssessmentStep",
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
                        choices=[
                            ("register", "Đăng ký"),
                            ("assign", "Phân công theo dõi"),
                            ("submit", "Gửi thẩm định"),
                            ("send_back", "Trả lại để sửa"),
                            ("appraise", "Thẩm định xong"),
                            ("take_back", "Mở lại thẩm định"),
                            ("decide", "Quyết định, công nhận"),
                            ("appeal", "Xem xét lại"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="lúc"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="assessments.assessment",
                        verbose_name="bản đánh giá",
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
            ],
            options={
                "verbose_name": "bước đánh giá",
                "verbose_name_plural": "bước đánh giá",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CriteriaSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="ký hiệu")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="bản")),
                ("title", models.CharField(max_length=200, verbose_name="tên bộ tiêu chí")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("rating", "xếp loại hằng năm"), ("recognition", "công nhận danh hiệu")],
                        default="rating",
                        max_length=12,
                        verbose_name="dùng để",
                    ),
                ),
                (
                    "is_residential_only",
                    models.BooleanField(default=False, verbose_name="chỉ địa bàn dân cư"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "bản dự thảo"), ("published", "đã ban hành")],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("starts_on_year", models.PositiveSmallIntegerField(verbose_name="dùng từ năm")),
                ("document", models.CharField(blank=True, max_length=300, verbose_name="văn bản ban hành")),
                ("source", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("is_proposed", models.BooleanField(default=True, verbose_name="đề xuất")),
                (
                    "top_cap_percent",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="hạng cao nhất không quá (%)"
                    ),
                ),
                (
                    "top_cap_mode",
                    models.CharField(
                        choices=[("warn", "cảnh báo"), ("block", "không cho quyết định")],
                        default="warn",
                        max_length=6,
                        verbose_name="khi vượt",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="assessments.criteriaset",
                        verbose_name="chép từ",
                    ),
                ),
                (
                    "unit_kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unitkind",
                        verbose_name="loại đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ tiêu chí",
                "verbose_name_plural": "bộ tiêu chí",
                "ordering": ["code", "-version"],
            },
        ),
        migrations.AddField(
            model_name="assessmentround",
            name="set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="assessments.criteriaset",
                verbose_name="bộ tiêu chí",
            ),
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="mã")),
                ("section", models.CharField(max_length=160, verbose_name="mặt")),
                ("text", models.CharField(max_length=300, verbose_name="nội dung")),
                (
                    "max_points",
                    models.DecimalField(decimal_places=2, max_digits=6, verbose_name="điểm tối đa"),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("graded", "chọn mức"),
                            ("ratio", "tỷ lệ × điểm tối đa"),
                            ("free", "cho điểm"),
                            ("yes_no", "đạt, không đạt"),
                        ],
                        max_length=8,
                        verbose_name="cách chấm",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("meetings_ratio", "tỷ lệ kỳ sinh hoạt đã tổ chức"),
                            ("attendance_ratio", "tỷ lệ đoàn viên dự sinh hoạt"),
                            ("works_level", "công trình (2), phần việc (1) hoàn thành trong năm"),
                            ("works_project", "số công trình thanh niên hoàn thành"),
                            ("works_task", "số phần việc thanh niên hoàn thành"),
                            ("new_members", "số đoàn viên mới kết nạp"),
                            ("introduced", "số đoàn viên ưu tú giới thiệu cho Đảng"),
                            ("on_time_ratio", "tỷ lệ quý gửi số liệu đúng hạn"),
                            ("silent_months", "số tháng liền không sinh hoạt"),
                            ("secretary_vacant", "khuyết bí thư (1), có bí thư (0)"),
                            ("quarters_recorded", "số quý mọi chi đoàn đã gửi số liệu"),
                            ("regular_branches_ratio", "tỷ lệ chi đoàn sinh hoạt đủ kỳ"),
                            ("secretaries_ratio", "tỷ lệ chi đoàn có bí thư"),
                            ("good_branches_ratio", "tỷ lệ chi đoàn xếp loại hoàn thành tốt trở lên"),
                            ("weak_branches", "không còn chi đoàn yếu (2), giảm so với năm trước (1)"),
                            ("report_on_time_ratio", "tỷ lệ báo cáo lên cấp trên đúng hạn"),
                        ],
                        max_length=24,
                        verbose_name="hệ thống tính theo",
                    ),
                ),
                ("needs_evidence", models.BooleanField(default=False, verbose_name="phải có minh chứng")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="minh chứng")),
                ("origin", models.CharField(blank=True, max_length=200, verbose_name="nguồn ý tưởng")),
                ("rank", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="assessments.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "tiêu chí",
                "verbose_name_plural": "tiêu chí",
                "ordering": ["rank", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="lần")),
                ("content", models.TextField(verbose_name="nội dung (JSON chuẩn)")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("points", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="điểm")),
                (
                    "class_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "hoàn thành xuất sắc"),
                            ("good", "hoàn thành tốt"),
                            ("done", "hoàn thành"),
                            ("failed", "không hoàn thành"),
                        ],
                        max_length=10,
                        verbose_name="hạng",
                    ),
                ),
                ("is_recognised", models.BooleanField(blank=True, null=True, verbose_name="được công nhận")),
                ("decision_number", models.CharField(max_length=80, verbose_name="số quyết định")),
                ("decision_on", models.DateField(verbose_name="ngày quyết định")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="lúc"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessments.assessment",
                        verbose_name="bản đánh giá",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "quyết định xếp loại",
                "verbose_name_plural": "quyết định xếp loại",
                "ordering": ["ordinal"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=80, verbose_name="số, ký hiệu văn bản"),
                ),
                ("document_on", models.DateField(blank=True, null=True, verbose_name="ngày văn bản")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="tên minh chứng")),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="thêm lúc"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="gỡ lúc")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thêm",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="assessments.assessment",
                        verbose_name="bản đánh giá",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="tệp",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gỡ",
                    ),
                ),
            ],
            options={
                "verbose_name": "minh chứng",
                "verbose_name_plural": "minh chứng",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Gate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="mã")),
                ("text", models.CharField(max_length=300, verbose_name="điều kiện")),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("meetings_ratio", "tỷ lệ kỳ sinh hoạt đã tổ chức"),
                            ("attendance_ratio", "tỷ lệ đoàn viên dự sinh hoạt"),
                            ("works_level", "công trình (2), phần việc (1) hoàn thành trong năm"),
                            ("works_project", "số công trình thanh niên hoàn thành"),
                            ("works_task", "số phần việc thanh niên hoàn thành"),
                            ("new_members", "số đoàn viên mới kết nạp"),
                            ("introduced", "số đoàn viên ưu tú giới thiệu cho Đảng"),
                            ("on_time_ratio", "tỷ lệ quý gửi số liệu đúng hạn"),
                            ("silent_months", "số tháng liền không sinh hoạt"),
                            ("secretary_vacant", "khuyết bí thư (1), có bí thư (0)"),
                            ("quarters_recorded", "số quý mọi chi đoàn đã gửi số liệu"),
                            ("regular_branches_ratio", "tỷ lệ chi đoàn sinh hoạt đủ kỳ"),
                            ("secretaries_ratio", "tỷ lệ chi đoàn có bí thư"),
                            ("good_branches_ratio", "tỷ lệ chi đoàn xếp loại hoàn thành tốt trở lên"),
                            ("weak_branches", "không còn chi đoàn yếu (2), giảm so với năm trước (1)"),
                            ("report_on_time_ratio", "tỷ lệ báo cáo lên cấp trên đúng hạn"),
                        ],
                        max_length=24,
                        verbose_name="hệ thống tính theo",
                    ),
                ),
                (
                    "at_least",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=10, null=True, verbose_name="khi số đo từ"
                    ),
                ),
                (
                    "highest_class",
                    models.CharField(
                        choices=[
                            ("excellent", "hoàn thành xuất sắc"),
                            ("good", "hoàn thành tốt"),
                            ("done", "hoàn thành"),
                            ("failed", "không hoàn thành"),
                        ],
                        max_length=10,
                        verbose_name="không quá hạng",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="căn cứ")),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gates",
                        to="assessments.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "điều kiện khống chế",
                "verbose_name_plural": "điều kiện khống chế",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="GateAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measured",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="số đo"
                    ),
                ),
                ("is_hit", models.BooleanField(verbose_name="vướng")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="thuyết minh")),
                (
                    "appraised_hit",
                    models.BooleanField(blank=True, null=True, verbose_name="đoàn thẩm định kết luận vướng"),
                ),
                (
                    "appraised_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="lý do kết luận khác"),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_answers",
                        to="assessments.assessment",
                        verbose_name="bản đánh giá",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trả lời",
                    ),
                ),
                (
                    "gate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.gate",
                        verbose_name="điều kiện khống chế",
                    ),
                ),
            ],
            options={
                "verbose_name": "trả lời điều kiện khống chế",
                "verbose_name_plural": "trả lời điều kiện khống chế",
                "ordering": ["gate__code", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("text", models.CharField(max_length=160, verbose_name="mức")),
                ("points", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="điểm")),
                (
                    "at_least",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=10, null=True, verbose_name="khi số đo từ"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grades",
                        to="assessments.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "mức của tiêu chí",
                "verbose_name_plural": "mức của tiêu chí",
                "ordering": ["rank"],
            },
        ),
        migrations.CreateModel(
            name="RatingClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("excellent", "hoàn thành xuất sắc"),
                            ("good", "hoàn thành tốt"),
                            ("done", "hoàn thành"),
                            ("failed", "không hoàn thành"),
                        ],
                        max_length=10,
                        verbose_name="hạng",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tên hạng")),
                (
                    "min_points",
                    models.DecimalField(decimal_places=2, max_digits=6, verbose_name="từ số điểm"),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="assessments.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "hạng xếp loại",
                "verbose_name_plural": "hạng xếp loại",
                "ordering": ["rank"],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measured",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="số đo"
                    ),
                ),
                (
                    "measured_points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="điểm theo số đo"
                    ),
                ),
                (
                    "self_points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="điểm tự chấm"
                    ),
                ),
                (
                    "self_value",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=6, null=True, verbose_name="tỷ lệ tự ghi"
                    ),
                ),
                ("self_note", models.CharField(blank=True, max_length=500, verbose_name="thuyết minh")),
                (
                    "appraised_points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="điểm thẩm định"
                    ),
                ),
                (
                    "appraised_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="lý do khác điểm tự chấm"),
                ),
                (
                    "decided_points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="điểm quyết định"
                    ),
                ),
                (
                    "decided_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="lý do khác điểm thẩm định"),
                ),
                ("is_returned", models.BooleanField(default=False, verbose_name="trả lại mục này")),
                ("return_note", models.CharField(blank=True, max_length=500, verbose_name="cần sửa gì")),
                (
                    "appraised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thẩm định",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="assessments.assessment",
                        verbose_name="bản đánh giá",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "self_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tự chấm",
                    ),
                ),
                (
                    "self_grade",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.grade",
                        verbose_name="mức tự chọn",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm của tiêu chí",
                "verbose_name_plural": "điểm của tiêu chí",
                "ordering": ["criterion__rank", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["round", "state"], name="assessments_round_state"),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["appraiser_unit", "state"], name="assessments_appraiser_state"),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["decider_unit", "state"], name="assessments_decider_state"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["registered", "draft", "submitted", "returned", "appraised", "decided"])
                ),
                name="assessments_assessment_state_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_class", ""),
                    ("proposed_class__in", ["excellent", "good", "done", "failed"]),
                    _connector="OR",
                ),
                name="assessments_assessment_proposed_class_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("class_code", ""),
                    ("class_code__in", ["excellent", "good", "done", "failed"]),
                    _connector="OR",
                ),
                name="assessments_assessment_class_code_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("round", "unit"),
                name="assessments_assessment_once",
                violation_error_message="Đơn vị đã có trong đợt này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "decided"), _negated=True),
                        ("class_code", ""),
                        ("decided_points", None),
                        ("decision_number", ""),
                        ("decision_on", None),
                        ("is_recognised", None),
                    ),
                    models.Q(
                        ("decided_points__isnull", False),
                        ("decision_on__isnull", False),
                        ("state", "decided"),
                        models.Q(("decision_number", ""), _negated=True),
                        models.Q(
                            models.Q(("class_code", ""), _negated=True),
                            ("is_recognised__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="assessments_assessment_decided_whole",
                violation_error_message="Đã quyết định thì phải có điểm, kết quả, số và ngày quyết định.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["appraised", "decided"]), _negated=True),
                    ("appraised_points__isnull", False),
                    _connector="OR",
                ),
                name="assessments_assessment_appraised_has_points",
                violation_error_message="Thẩm định xong thì phải có điểm thẩm định.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "register",
                            "assign",
                            "submit",
                            "send_back",
                            "appraise",
                            "take_back",
                            "decide",
                            "appeal",
                        ],
                    )
                ),
                name="assessments_step_act_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["rating", "recognition"])),
                name="assessments_set_purpose_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published"])),
                name="assessments_set_state_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(("top_cap_mode__in", ["warn", "block"])),
                name="assessments_set_top_cap_mode_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.UniqueConstraint(
                fields=("code", "version"),
                name="assessments_set_version_once",
                violation_error_message="Đã có bản này của bộ tiêu chí.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), _negated=True), models.Q(("title", ""), _negated=True)
                ),
                name="assessments_set_named",
                violation_error_message="Ghi ký hiệu và tên bộ tiêu chí.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("top_cap_percent", None), ("top_cap_percent__range", (1, 100)), _connector="OR"
                ),
                name="assessments_set_top_cap_possible",
                violation_error_message="Mức trần của hạng cao nhất từ 1 đến 100 %.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentround",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "closed"])),
                name="assessments_round_state_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentround",
            constraint=models.UniqueConstraint(
                fields=("set", "year"),
                name="assessments_round_once",
                violation_error_message="Năm này đã có đợt đánh giá theo bộ tiêu chí ấy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentround",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="assessments_round_named",
                violation_error_message="Ghi tên đợt đánh giá.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appraise_due_at__gt", models.F("self_due_at")),
                    ("decide_due_at__gt", models.F("appraise_due_at")),
                ),
                name="assessments_round_dates_in_order",
                violation_error_message="Hạn thẩm định phải sau hạn tự chấm, hạn quyết định sau hạn thẩm định.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["graded", "ratio", "free", "yes_no"])),
                name="assessments_criterion_method_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("measure", ""),
                    (
                        "measure__in",
                        [
                            "meetings_ratio",
                            "attendance_ratio",
                            "works_level",
                            "works_project",
                            "works_task",
                            "new_members",
                            "introduced",
                            "on_time_ratio",
                            "silent_months",
                            "secretary_vacant",
                            "quarters_recorded",
                            "regular_branches_ratio",
                            "secretaries_ratio",
                            "good_branches_ratio",
                            "weak_branches",
                            "report_on_time_ratio",
                        ],
                    ),
                    _connector="OR",
                ),
                name="assessments_criterion_measure_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                fields=("set", "code"),
                name="assessments_criterion_code_once",
                violation_error_message="Bộ tiêu chí đã có mã này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), _negated=True),
                    models.Q(("section", ""), _negated=True),
                    models.Q(("text", ""), _negated=True),
                ),
                name="assessments_criterion_described",
                violation_error_message="Ghi mã, mặt và nội dung của tiêu chí.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_points__gt", 0)),
                name="assessments_criterion_max_points_positive",
                violation_error_message="Điểm tối đa phải lớn hơn 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("assessment", "ordinal"), name="assessments_decision_ordinal_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("class_code", ""),
                    ("class_code__in", ["excellent", "good", "done", "failed"]),
                    _connector="OR",
                ),
                name="assessments_decision_class_code_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision_number", ""), _negated=True),
                name="assessments_decision_numbered",
                violation_error_message="Ghi số quyết định.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("file__isnull", False), models.Q(("document_number", ""), _negated=True), _connector="OR"
                ),
                name="assessments_evidence_file_or_document",
                violation_error_message="Gửi tệp, hoặc ghi số, ký hiệu văn bản.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="assessments_evidence_withdrawn_whole",
                violation_error_message="Gỡ minh chứng phải có người gỡ và thời điểm gỡ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("measure", ""),
                    (
                        "measure__in",
                        [
                            "meetings_ratio",
                            "attendance_ratio",
                            "works_level",
                            "works_project",
                            "works_task",
                            "new_members",
                            "introduced",
                            "on_time_ratio",
                            "silent_months",
                            "secretary_vacant",
                            "quarters_recorded",
                            "regular_branches_ratio",
                            "secretaries_ratio",
                            "good_branches_ratio",
                            "weak_branches",
                            "report_on_time_ratio",
                        ],
                    ),
                    _connector="OR",
                ),
                name="assessments_gate_measure_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.CheckConstraint(
                condition=models.Q(("highest_class__in", ["excellent", "good", "done", "failed"])),
                name="assessments_gate_highest_class_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.UniqueConstraint(
                fields=("set", "code"),
                name="assessments_gate_code_once",
                violation_error_message="Bộ tiêu chí đã có mã này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), _negated=True), models.Q(("text", ""), _negated=True)
                ),
                name="assessments_gate_described",
                violation_error_message="Ghi mã và nội dung của điều kiện.",
            ),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at_least", None), ("measure", "")),
                    models.Q(models.Q(("measure", ""), _negated=True), ("at_least__isnull", False)),
                    _connector="OR",
                ),
                name="assessments_gate_measure_with_limit",
                violation_error_message="Điều kiện do hệ thống tính thì ghi cả số đo và mức.",
            ),
        ),
        migrations.AddConstraint(
            model_name="gateanswer",
            constraint=models.UniqueConstraint(
                fields=("assessment", "gate"), name="assessments_gateanswer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="gateanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appraised_hit", None),
                    ("appraised_hit", models.F("is_hit")),
                    models.Q(("appraised_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="assessments_gateanswer_difference_has_reason",
                violation_error_message="Kết luận khác đơn vị thì phải nêu lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.UniqueConstraint(
                fields=("criterion", "rank"),
                name="assessments_grade_rank_once",
                violation_error_message="Hai mức không cùng một thứ tự.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("points__gte", 0)),
                name="assessments_grade_described",
                violation_error_message="Ghi mức và số điểm từ 0 trở lên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__in", ["excellent", "good", "done", "failed"])),
                name="assessments_class_code_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingclass",
            constraint=models.UniqueConstraint(
                fields=("set", "code"),
                name="assessments_class_once",
                violation_error_message="Bộ tiêu chí đã có hạng này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingclass",
            constraint=models.UniqueConstraint(
                fields=("set", "rank"),
                name="assessments_class_rank_once",
                violation_error_message="Hai hạng không cùng một thứ tự.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingclass",
            constraint=models.UniqueConstraint(
                fields=("set", "min_points"),
                name="assessments_class_min_points_once",
                violation_error_message="Hai hạng không bắt đầu từ cùng một số điểm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), ("min_points__gte", 0)),
                name="assessments_class_named",
                violation_error_message="Ghi tên hạng và số điểm từ 0 trở lên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                fields=("assessment", "criterion"), name="assessments_score_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("self_points", None), ("self_points__gte", 0), _connector="OR"),
                name="assessments_score_self_points_not_negative",
                violation_error_message="Điểm không thể là số âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("appraised_points", None), ("appraised_points__gte", 0), _connector="OR"),
                name="assessments_score_appraised_points_not_negative",
                violation_error_message="Điểm không thể là số âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_points", None), ("decided_points__gte", 0), _connector="OR"),
                name="assessments_score_decided_points_not_negative",
                violation_error_message="Điểm không thể là số âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appraised_points", None),
                    models.Q(("appraised_points", models.F("self_points")), ("self_points__isnull", False)),
                    models.Q(("appraised_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="assessments_score_appraised_difference_has_reason",
                violation_error_message="Thẩm định khác điểm tự chấm thì phải nêu lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_points", None),
                    models.Q(
                        ("appraised_points__isnull", False), ("decided_points", models.F("appraised_points"))
                    ),
                    models.Q(("decided_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="assessments_score_decided_difference_has_reason",
                violation_error_message="Quyết định khác điểm thẩm định thì phải nêu lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appraised_by", None),
                    ("self_by", None),
                    models.Q(("appraised_by", models.F("self_by")), _negated=True),
                    _connector="OR",
                ),
                name="assessments_score_two_persons",
                violation_error_message="Người đã chấm không tự thẩm định điểm của mình.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_returned", False), models.Q(("return_note", ""), _negated=True), _connector="OR"
                ),
                name="assessments_score_returned_with_note",
                violation_error_message="Trả lại mục nào thì ghi cần sửa gì.",
            ),
        ),
    ]
