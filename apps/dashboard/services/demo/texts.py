"""Invented remarks for the demo's reports; marked as sample data wherever they are shown."""

from random import Random

REMARKS: dict[str, tuple[str, ...]] = {
    "STRENGTH": (
        "Ban Thường vụ đã phân công từng đồng chí phụ trách cơ sở, dự sinh hoạt chi đoàn hằng tháng.",
        "Việc bồi dưỡng bí thư chi đoàn được làm theo cụm xã, gắn với tình huống thực tế.",
        "Các công trình thanh niên được nghiệm thu, có hồ sơ và bàn giao cho thôn quản lý.",
        "Đã lồng ghép nội dung Kết luận vào chương trình công tác năm của 100% cơ sở.",
    ),
    "LIMITATION": (
        "Một số cán bộ Đoàn cấp xã kiêm nhiệm nên thời gian dành cho công tác Đoàn còn ít.",
        "Sinh hoạt chi đoàn ở thôn có đông thanh niên đi làm xa chưa đều.",
        "Việc cập nhật hồ sơ đoàn viên trên phần mềm còn chậm ở một vài cơ sở.",
    ),
    "CAUSE": (
        "Nguồn cán bộ trẻ tại chỗ hạn chế; nhiều đồng chí chuyển công tác giữa nhiệm kỳ.",
        "Phụ cấp cho bí thư chi đoàn thấp, chưa đủ khuyến khích.",
        "Công tác tham mưu với cấp ủy cùng cấp có nơi chưa kịp thời.",
    ),
    "PROPOSAL": (
        "Đề nghị Tỉnh đoàn mở thêm lớp bồi dưỡng lý luận chính trị cho cán bộ Đoàn cấp xã.",
        "Đề nghị hướng dẫn thống nhất mẫu sổ chi đoàn điện tử.",
        "Đề nghị quan tâm bố trí công tác cho cán bộ Đoàn quá tuổi.",
    ),
}
LESSONS = """
– Nơi nào cấp ủy và Ban Thường vụ phân công từng đồng chí phụ trách cơ sở, nơi đó chi đoàn sinh hoạt đều hơn.
– Bồi dưỡng bí thư chi đoàn theo cụm xã, gắn với tình huống thực tế, dễ làm và có kết quả.
– Số liệu thống nhất từ cơ sở giúp thấy sớm nơi khó để giúp đúng việc.
""".strip()


def remark(unit_code: str, slug: str, section: str, kind: str) -> str:
    """One remark for about half of the fields, "" for the others; the same on every run."""
    rng = Random(f"lời {unit_code} {slug} {section} {kind}")
    return rng.choice(REMARKS[kind]) if rng.random() < 0.5 else ""
