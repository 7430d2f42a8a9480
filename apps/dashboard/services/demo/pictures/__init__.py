"""Drawn pictures in the demo: of works before and after, of models worth copying; as evidence see `rounds.evidence`."""

from collections.abc import Collection
from datetime import datetime, time
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.enums import Moment
from apps.branches.models import Practice, PracticePicture, WorkPicture, YouthWork
from apps.core.vietnamese import fold
from apps.dashboard.services.demo.pictures.scenes import SCENES, picture
from apps.files.models import StoredFile
from apps.files.services import store

# Of these districts the pictures of works and evidence are there; elsewhere a number of a document stands for them.
PICTURED = ("Huyện đoàn Khoái Châu", "Huyện đoàn Phù Cừ")
SINCE = "2021-04-01"  # works of earlier quarters have none
OF_WORK = {
    "Thắp sáng đường quê": "thap-sang",
    "Đường hoa thanh niên": "duong-hoa",
    "Sân chơi thiếu nhi": "san-choi",
    "Thu gom rác cuối tuần": "don-rac",
    "Vườn rau giúp hộ khó khăn": "vuon-rau",
    "Sửa nhà văn hóa": "nha-van-hoa",
    "Nạo vét mương nội đồng": "muong",
    "Tủ sách thanh niên": "tu-sach",
}
OF_MODEL = {
    "Sinh hoạt chi đoàn trên bờ đê": ("don-rac", "sinh-hoat"),
    "Tủ sách đổi rác": ("tu-sach", "don-rac"),
    "Tổ hỗ trợ dịch vụ công tại thôn": ("dich-vu-cong",),
    "Vườn rau góp quỹ chi đoàn": ("vuon-rau", "sinh-hoat"),
    "Camera an ninh thanh niên": ("thap-sang",),
    "Câu lạc bộ đá bóng nữ công nhân": ("san-choi",),
}


def stored(user: User, name: str, now: datetime, *, is_before: bool = False) -> StoredFile:
    """Through the gate like anybody's; every row has a file of its own."""
    file_name = fold(caption_of(name)).replace(" ", "-") + ("-truoc" if is_before else "")
    upload = SimpleUploadedFile(f"{file_name}.png", picture(name, is_before=is_before))
    return store(user=user, upload=upload, now=now)


def caption_of(name: str) -> str:
    return SCENES[name][1]


def picture_work(branch_ids: Collection[int], user: User) -> None:
    """After, and mostly before too, of two works in three."""
    works = YouthWork.objects.filter(
        quarter__branch__in=branch_ids,
        quarter__period__start_on__gte=SINCE,
        title__in=OF_WORK,
        completed_on__isnull=False,
    )
    rows = []
    for work in works.order_by("pk"):
        rng = Random(f"ảnh công trình {work.quarter_id} {work.title}")
        if rng.random() > 0.66:
            continue
        assert work.completed_on
        at = timezone.make_aware(datetime.combine(work.completed_on, time(16)))
        moments = [Moment.AFTER] if rng.random() < 0.15 else [Moment.BEFORE, Moment.AFTER]
        for moment in moments:
            file = stored(user, OF_WORK[work.title], at, is_before=moment == Moment.BEFORE)
            rows.append(WorkPicture(work=work, file=file, moment=moment))
    WorkPicture.objects.bulk_create(rows)


def picture_models(user: User) -> None:
    rows = []
    for practice in Practice.objects.order_by("pk"):
        at = timezone.make_aware(datetime.combine(practice.started_on, time(10)))
        for name in OF_MODEL.get(practice.title, ()):
            rows.append(
                PracticePicture(practice=practice, file=stored(user, name, at), caption=caption_of(name))
            )
    PracticePicture.objects.bulk_create(rows)
