"""What organisers type in. The services decide on it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.images.widgets import AdminImageChooser

from publicity.models import EpisodePage
from quizzes.events.models import Activity
from quizzes.events.services.organising import ActivityDraft


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ActivityForm(forms.ModelForm[Activity]):
    class Meta:
        model = Activity
        fields = [
            "title",
            "slug",
            "kind",
            "summary",
            "body",
            "notes",
            "starts_at",
            "ends_at",
            "place_text",
            "place",
            "area",
            "host",
            "co_hosts",
            "contact_phone",
            "poster",
            "poster_alt",
            "takes_sign_ups",
            "sign_up_opens_at",
            "sign_up_closes_at",
            "capacity",
            "has_waiting_list",
            "largest_party",
            "asks_phone",
            "asks_group",
            "asks_remark",
            "keep_days",
        ]
        widgets = {
            "body": forms.Textarea(attrs={"rows": 10}),
            "notes": forms.Textarea(attrs={"rows": 4}),
            "starts_at": MomentInput(),
            "ends_at": MomentInput(),
            "sign_up_opens_at": MomentInput(),
            "sign_up_closes_at": MomentInput(),
            "co_hosts": forms.SelectMultiple(attrs={"size": 8}),
            "poster": AdminImageChooser(),
        }
        help_texts = {
            "slug": _("只用小写字母、数字和连字符，例如spring-cleaning-2027。"),
            "area": _("不选时用地点所在的片区。"),
            "keep_days": _(
                "从活动结束那天算起，到期自动删除。改多了，只对以后报名的人算数。"
            ),
        }

    def draft(self) -> ActivityDraft:
        return ActivityDraft(**self.cleaned_data)


class BecauseForm(forms.Form):
    because = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class RevealForm(forms.Form):
    because = forms.CharField(
        label=_("为什么要看联系方式"),
        max_length=200,
        help_text=_("写进记录，例如“活动前一天电话确认”。"),
    )


class ResultsForm(forms.Form):
    lines = forms.CharField(
        label=_("结果"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "一行一个：名次,名称,类别,成绩,奖项。可以从表格里整块粘贴。类别写单位、队伍、"
            "个人或者未成年人；个人只留姓，未成年人的名字不保存。"
        ),
    )
    afterwards = forms.CharField(
        label=_("活动小结"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("不写私人姓名。"),
    )
    recording = forms.ModelChoiceField(
        label=_("节目回看"),
        queryset=EpisodePage.objects.all(),
        required=False,
        widget=AdminPageChooser(target_models=[EpisodePage]),
    )
