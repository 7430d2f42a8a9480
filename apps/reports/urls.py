"""Routes under /bao-cao/."""

from django.urls import path

from apps.reports.views import entry, handing, pages, workflow

app_name = "reports"
REPORT = "<slug:period>/<int:unit_id>/"

urlpatterns = [
    path("", pages.index, name="index"),
    path("<slug:period>/", pages.period, name="period"),
    path(REPORT, entry.report, name="report"),
    path(f"{REPORT}dong/<int:row_unit_id>/", entry.save_row, name="save_row"),
    path(f"{REPORT}dong/<int:row_unit_id>/ban-giao/", handing.hand_over, name="hand_over"),
    path(f"{REPORT}dong/<int:row_unit_id>/nhap-thay/", handing.take_over, name="take_over"),
    path(f"{REPORT}dong/<int:row_unit_id>/tra-dong/", handing.give_back, name="give_back"),
    path(f"{REPORT}ban-giao/", handing.hand_overs, name="hand_overs"),
    path(f"{REPORT}xac-nhan/", entry.confirm_register, name="confirm_register"),
    path(f"{REPORT}chep/", entry.copy_previous, name="copy_previous"),
    path(f"{REPORT}loi/<int:item_id>/", entry.save_text, name="save_text"),
    path(f"{REPORT}nop/", workflow.submit, name="submit"),
    path(f"{REPORT}bien-nhan/<int:number>/", pages.receipt, name="receipt"),
    path(f"{REPORT}tra-lai/", workflow.send_back, name="send_back"),
    path(f"{REPORT}duyet/", workflow.approve, name="approve"),
    path(f"{REPORT}gia-han/", workflow.extend, name="extend"),
    path(f"{REPORT}lich-su/", pages.history, name="history"),
    path(f"{REPORT}ban/<int:number>/", pages.version, name="version"),
]
