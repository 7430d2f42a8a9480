"""What the reader of the log calls each recorded act. A test finds recorded acts that have no name here."""

ACT_LABELS: dict[str, str] = {
    "read": "Đọc",
    "accounts.set_password": "Đặt mật khẩu",
    "jobs.retry": "Chạy lại việc nền",
    "units.accept_invitation": "Nhận lời mời",
    "units.create_reset_link": "Cấp liên kết đặt lại mật khẩu",
    "units.end_role": "Kết thúc vai trò",
    "units.found_administrator": "Lập tài khoản quản trị đầu tiên",
    "units.grant_role": "Giao vai trò",
    "units.invite": "Mời người dùng",
    "units.lock_account": "Khóa tài khoản",
    "units.revoke_invitation": "Thu hồi lời mời",
    "units.unlock_account": "Mở khóa tài khoản",
}
