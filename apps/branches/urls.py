"""The branches' register."""

from django.urls import path

from apps.branches.views import acts, register

app_name = "branches"

urlpatterns = [
    path("", register.index, name="index"),
    path("don-vi/<int:unit_id>/", register.board, name="board"),
    path("don-vi/<int:unit_id>/danh-sach/", register.branch_list, name="list"),
    path("don-vi/<int:unit_id>/thon/", register.villages, name="villages"),
    path("don-vi/<int:unit_id>/thon/moi/", acts.village_new, name="village_new"),
    path("don-vi/<int:unit_id>/lap/", acts.found, name="found"),
    path("thon/<int:village_id>/doi-ten/", acts.village_rename, name="village_rename"),
    path("thon/<int:village_id>/ket-thuc/", acts.village_close, name="village_close"),
    path("<int:branch_id>/", register.branch, name="branch"),
    path("<int:branch_id>/doi-ten/", acts.rename, name="rename"),
    path("<int:branch_id>/ket-thuc/", acts.close, name="close"),
    path("<int:branch_id>/khoi/", acts.sector, name="sector"),
    path("<int:branch_id>/dia-ban/", acts.coverage, name="coverage"),
    path("<int:branch_id>/noi-sinh-hoat/", acts.place, name="place"),
]
