"""Units and people."""

from django.urls import path

from apps.units.views import acts, invitations, people, tree

app_name = "units"

urlpatterns = [
    path("don-vi/", tree.tree, name="tree"),
    path("don-vi/chon/", tree.pick, name="pick"),
    path("don-vi/them/", acts.found, name="found"),
    path("don-vi/<int:unit_id>/", tree.unit, name="unit"),
    path("don-vi/<int:unit_id>/nhanh/", tree.branch, name="branch"),
    path("don-vi/<int:unit_id>/doi-ten/", acts.rename, name="rename"),
    path("don-vi/<int:unit_id>/chuyen/", acts.move, name="move"),
    path("don-vi/<int:unit_id>/dong/", acts.close, name="close"),
    path("don-vi/<int:unit_id>/sua-loi/", acts.correct, name="correct"),
    path("nguoi-dung/", people.people, name="people"),
    path("nguoi-dung/<int:user_id>/", people.person, name="person"),
    path("nguoi-dung/<int:user_id>/khoa/", people.account_lock, name="account_lock"),
    path("nguoi-dung/<int:user_id>/mo/", people.account_unlock, name="account_unlock"),
    path("nguoi-dung/<int:user_id>/dat-lai-mat-khau/", people.account_reset_link, name="account_reset_link"),
    path("nguoi-dung/vai-tro/<int:membership_id>/ket-thuc/", people.role_end, name="role_end"),
    path("nguoi-dung/loi-moi/", invitations.invitations, name="invitations"),
    path("nguoi-dung/loi-moi/<int:invitation_id>/thu-hoi/", invitations.revoke, name="invitation_revoke"),
    path("nguoi-dung/moi/", invitations.invite, name="invite"),
    path("loi-moi/<str:token>/", invitations.invitation, name="invitation"),
]
