"""What the client may set about branches: a new rule ends the one before it."""

from django.contrib import admin

from apps.branches import services
from apps.branches.models import BranchRule
from apps.core.admin import DatedAdmin, DatedForm


class BranchRuleForm(DatedForm):
    class Meta:
        model = BranchRule
        fields = (
            "meetings_a_quarter", "small_below", "silent_quarters", "due_day", "source", "is_proposed",
        )  # fmt: skip


@admin.register(BranchRule)
class BranchRuleAdmin(DatedAdmin):
    act = staticmethod(services.set_rule)
    argument = "rule"
    form = BranchRuleForm
    list_display = ("days", "meetings_a_quarter", "small_below", "silent_quarters", "due_day", "is_proposed")
    search_fields = ("source",)
