"""Routes of the reviews."""

from django.urls import path

from apps.reviews.views import acts, pages

app_name = "reviews"
urlpatterns = [
    path("so-ket/", pages.index, name="index"),
    path("so-ket/moi/", acts.new, name="new"),
    path("so-ket/<int:review_id>/", pages.review, name="review"),
    path("so-ket/<int:review_id>/phu-luc/<str:letter>/", pages.annex, name="annex"),
    path("so-ket/<int:review_id>/nguon/", pages.source, name="source"),
    path("so-ket/<int:review_id>/van-ban/", pages.document, name="document"),
    path("so-ket/<int:review_id>/dung-van-ban/", acts.rebuild, name="rebuild"),
    path("so-ket/<int:review_id>/loi-van/<str:key>/", acts.edit, name="edit"),
    path("so-ket/<int:review_id>/trinh/", acts.present, name="present"),
    path("so-ket/<int:review_id>/tra-lai/", acts.send_back, name="send_back"),
    path("so-ket/<int:review_id>/duyet/", acts.approve, name="approve"),
]
