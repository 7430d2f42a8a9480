"""The branches' register."""

from django.urls import path

from apps.branches.views import acts, entry, excel, register

app_name = "branches"

urlpatterns = [
    path("", register.index, name="index"),
    path("don-vi/<int:unit_id>/", register.board, name="board"),
    path("don-vi/<int:unit_id>/danh-sach/", register.branch_list, name="list"),
    path("don-vi/<int:unit_id>/thon/", register.villages, name="villages"),
    path("don-vi/<int:unit_id>/thon/moi/", acts.village_new, name="village_new"),
    path("don-vi/<int:unit_id>/lap/", acts.found, name="found"),
    path("don-vi/<int:unit_id>/nhap-excel/", excel.import_list, name="import"),
    path("don-vi/<int:unit_id>/nhap-excel/ghi/", excel.import_start, name="import_start"),
    path("don-vi/<int:unit_id>/xuat-excel/", excel.export, name="export"),
    path("thon/<int:village_id>/doi-ten/", acts.village_rename, name="village_rename"),
    path("thon/<int:village_id>/ket-thuc/", acts.village_close, name="village_close"),
    path("<int:branch_id>/", register.branch, name="branch"),
    path("<int:branch_id>/doi-ten/", acts.rename, name="rename"),
    path("<int:branch_id>/ket-thuc/", acts.close, name="close"),
    path("<int:branch_id>/khoi/", acts.sector, name="sector"),
    path("<int:branch_id>/dia-ban/", acts.coverage, name="coverage"),
    path("<int:branch_id>/noi-sinh-hoat/", acts.place, name="place"),
    path("<int:branch_id>/anh/<int:picture_id>/", entry.picture, name="picture"),
    path("<int:branch_id>/quy/<slug:slug>/", entry.quarter, name="quarter"),
    path("<int:branch_id>/quy/<slug:slug>/so-lieu/", entry.numbers, name="numbers"),
    path("<int:branch_id>/quy/<slug:slug>/nhu-quy-truoc/", entry.copy, name="copy"),
    path("<int:branch_id>/quy/<slug:slug>/khong-sinh-hoat/", entry.no_meeting, name="no_meeting"),
    path("<int:branch_id>/quy/<slug:slug>/sinh-hoat/", entry.meeting, name="meeting"),
    path(
        "<int:branch_id>/quy/<slug:slug>/sinh-hoat/<int:row_id>/bo/",
        entry.meeting_remove,
        name="meeting_remove",
    ),
    path("<int:branch_id>/quy/<slug:slug>/viec/", entry.work, name="work"),
    path("<int:branch_id>/quy/<slug:slug>/viec/<int:row_id>/bo/", entry.work_remove, name="work_remove"),
    path("<int:branch_id>/quy/<slug:slug>/viec/<int:row_id>/anh/", entry.picture_add, name="picture_add"),
    path("<int:branch_id>/quy/<slug:slug>/anh/<int:row_id>/go/", entry.picture_remove, name="picture_remove"),
    path("<int:branch_id>/quy/<slug:slug>/gui/", entry.hand_over, name="hand_over"),
    path("<int:branch_id>/quy/<slug:slug>/tra-lai/", entry.send_back, name="send_back"),
]
