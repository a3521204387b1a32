"""Keys of the open interface in the CMS: for administrators, each shown once."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from reports.complaints.models import ApiKey
from reports.complaints.services.api_keys import issue_key, revoke_key


class KeyForm(WagtailAdminModelForm):
    is_revoked = forms.BooleanField(
        label=_("停用这个密钥"),
        required=False,
        help_text=_("停用以后不能恢复；程序要用，就另发一个。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk or self.instance.revoked_at:
            del self.fields["is_revoked"]


class CreateKeyView(CreateView):
    token: str

    def save_instance(self) -> ApiKey:
        key: ApiKey = self.form.save(commit=False)
        self.token = issue_key(key, by=self.request.user)
        log(instance=key, action="wagtail.create", content_changed=True)
        return key

    def save_action(self) -> HttpResponse:
        """Show the key in this very answer: nothing of it lies in a session or cookie."""
        response = TemplateResponse(
            self.request,
            "reports/open311/key_once.html",
            {"key": self.object, "token": self.token, "back": self.get_success_url()},
        )
        response["Cache-Control"] = "no-store"
        return response


class EditKeyView(EditView):
    def save_instance(self) -> ApiKey:
        key: ApiKey = super().save_instance()
        if self.form.cleaned_data.get("is_revoked"):
            revoke_key(key, by=self.request.user)
        return key


class ApiKeyViewSet(SnippetViewSet):
    model = ApiKey
    icon = "key"
    menu_label = _("接口密钥")
    menu_order = 300
    add_to_settings_menu = True
    copy_view_enabled = False
    add_view_class = CreateKeyView
    edit_view_class = EditKeyView
    list_display = [
        "name",
        "organisation",
        "gets_codes",
        "created_at",
        "last_used_on",
        "revoked_at",
    ]
    search_fields = ["name", "organisation"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("organisation")]),
            FieldPanel("gets_codes"),
            FieldPanel("is_revoked"),
        ],
        base_form_class=KeyForm,
    )
