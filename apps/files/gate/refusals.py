"""What the gate says when it refuses: what is wrong, and what to do now."""

from enum import Enum

from django.core.exceptions import ValidationError

from apps.core.vietnamese import number
from apps.files.gate.limits import MAX_BYTES, MAX_COLUMNS, MAX_PIXELS, MAX_ROWS, MEGABYTE

_AGAIN = "rồi tải lên lại"
_PRINT = f"đồng chí mở tệp, chọn In – Lưu thành PDF {_AGAIN}."


class Refusal(Enum):
    EMPTY = "Tệp rỗng, không có nội dung; đồng chí chọn lại tệp."
    TOO_BIG = (
        f"Tệp lớn hơn {MAX_BYTES // MEGABYTE} MB; "
        f"đồng chí giảm cỡ (quét ở 200 dpi, nén ảnh) hoặc chia thành nhiều tệp {_AGAIN}."
    )
    NOT_TAKEN = f"Chỉ nhận tệp PDF, PNG, JPG, DOCX, XLSX; đồng chí lưu theo một trong các dạng ấy {_AGAIN}."
    OLD_OFFICE = f"Tệp ở dạng Word, Excel cũ; đồng chí mở tệp, lưu thành .docx hoặc .xlsx {_AGAIN}."
    PACKED = "Không nhận tệp nén; đồng chí giải nén rồi tải lên từng tệp."
    BROKEN = f"Tệp hỏng hoặc chép chưa hết nên không đọc được; đồng chí mở thử trên máy, lưu lại {_AGAIN}."
    MISMATCH = (
        f"Nội dung tệp không đúng với đuôi tệp; đồng chí mở bằng đúng phần mềm, lưu theo đúng dạng {_AGAIN}."
    )
    LOCKED = f"Tệp đặt mật khẩu nên không kiểm tra được; đồng chí bỏ mật khẩu {_AGAIN}."
    BOMB = f"Tệp phình ra quá lớn khi mở; đồng chí bỏ bớt phần thừa, lưu lại {_AGAIN}."
    MACRO = f"Tệp có macro (chương trình kèm theo); đồng chí lưu thành .docx hoặc .xlsx không macro {_AGAIN}."
    NESTED = (
        "Tệp có tệp hoặc chương trình khác nhúng bên trong; "
        f"đồng chí xóa phần nhúng, dán biểu đồ thành ảnh {_AGAIN}."
    )
    STRANGE_PART = f"Tệp có thành phần lạ bên trong; đồng chí mở bằng Word hoặc Excel, lưu lại {_AGAIN}."
    OUTSIDE = (
        "Tệp lấy nội dung từ tệp khác hoặc từ mạng; "
        f"đồng chí ngắt liên kết (dán giá trị, chèn hẳn ảnh vào tệp) {_AGAIN}."
    )
    TOO_WIDE = (
        f"Bảng tính quá {MAX_COLUMNS} cột hoặc quá {number(MAX_ROWS)} dòng; "
        f"đồng chí xóa các ô thừa ở xa hoặc chia thành nhiều tệp {_AGAIN}."
    )
    PDF_SCRIPT = f"Tệp PDF có mã tự chạy hoặc biểu mẫu động; {_PRINT}"
    PDF_ACTION = f"Tệp PDF tự mở chương trình, tệp khác hoặc gửi dữ liệu ra ngoài; {_PRINT}"
    PDF_ATTACHMENT = f"Tệp PDF có tệp khác đính bên trong; {_PRINT}"
    PDF_HIDDEN = f"Tệp PDF có phần không kiểm tra được; {_PRINT}"
    TOO_MANY_PIXELS = f"Ảnh lớn hơn {MAX_PIXELS // 1_000_000} triệu điểm ảnh; đồng chí giảm cỡ ảnh {_AGAIN}."
    ANIMATED = f"Không nhận ảnh động; đồng chí lưu thành ảnh tĩnh {_AGAIN}."
    STAMPED = (
        "Tệp có dấu “%(stamp)s”: tài liệu mật không được đưa lên hệ thống này; "
        "đồng chí chuyển theo đường văn thư mật."
    )
    DISK_FULL = "Máy chủ sắp hết chỗ nên tạm dừng nhận tệp; đồng chí báo quản trị hệ thống rồi tải lên sau."


def refused(reason: Refusal, **values: str) -> ValidationError:
    """To be raised; its code is the reason's name in lower case."""
    return ValidationError(reason.value, code=reason.name.lower(), params=values or None)
