"""Sign-in under Vietnamese paths; the names are the ones allauth asks for, so there is no app_name.

Included before the admin's own urls, whose sign-in, sign-out and password pages these replace.
"""

from allauth.account import views
from django.urls import path, re_path
from django.views.generic import RedirectView

from apps.accounts.views import admin_sign_in

urlpatterns = [
    path("dang-nhap/", views.login, name="account_login"),
    path("dang-xuat/", views.logout, name="account_logout"),
    path("dang-ky/", views.signup, name="account_signup"),
    path("tai-khoan/da-khoa/", views.account_inactive, name="account_inactive"),
    path("tai-khoan/doi-mat-khau/", views.password_change, name="account_change_password"),
    path("quen-mat-khau/", views.password_reset, name="account_reset_password"),
    path("quen-mat-khau/da-gui/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^dat-lai-mat-khau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "dat-lai-mat-khau/xong/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("quan-tri/login/", admin_sign_in, name="admin_sign_in"),
    path("quan-tri/logout/", views.logout, name="admin_sign_out"),
    path(
        "quan-tri/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
        name="admin_change_password",
    ),
]
