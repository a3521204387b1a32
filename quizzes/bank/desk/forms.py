"""What editors fill in about questions and pools. Rules stand in the services alone."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.widgets import AdminImageChooser
from wagtailmedia.widgets import AdminVideoChooser

from portal.case_pictures import closed_cases
from portal.images.models import Picture
from portal.media.models import Recording
from publicity.models import Clause, Regulation
from quizzes.bank.content import Content, QuestionDraft
from quizzes.bank.models import Pool, QuestionVersion
from quizzes.bank.services.clauses import name_of
from quizzes.bank.workflow import Difficulty, Kind, QuestionState, Topic

Choices = list[tuple[str, Any]]


class QuestionForm(forms.Form):
    """All of a question but its options (see `rows`)."""

    topic = forms.ChoiceField(label=_("类别"), choices=Topic.choices)
    difficulty = forms.TypedChoiceField(
        label=_("难度"),
        choices=Difficulty.choices,
        coerce=int,
        initial=Difficulty.RATHER_EASY,
    )
    stem = forms.CharField(
        label=_("题干"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("最多600个字。不写姓名、电话、单位名称。"),
    )
    explanation = forms.CharField(
        label=_("解析"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("答完以后显示：为什么是这个答案。"),
    )
    clause = forms.ChoiceField(
        label=_("依据条款"),
        required=False,
        help_text=_("只列现行有效的。条款修改以后，题目会自动转入待复核。"),
    )
    case_number = forms.ChoiceField(
        label=_("案例"),
        required=False,
        help_text=_("已经整改的曝光件。题干下面显示整改前的照片，解析里显示整改后的。"),
    )
    valid_until = forms.DateField(
        label=_("有效至"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("过了这一天自动转入待复核；不填则一直有效。"),
    )
    image = forms.ModelChoiceField(
        label=_("图片"),
        queryset=Picture.objects.all(),
        required=False,
        widget=AdminImageChooser,
    )
    image_alt = forms.CharField(
        label=_("图片说明"),
        max_length=200,
        required=False,
        help_text=_("读给看不见图片的人听，不要写出答案。"),
    )
    film = forms.ModelChoiceField(
        label=_("短片"),
        queryset=Recording.objects.filter(type="video"),
        required=False,
        widget=AdminVideoChooser,
    )

    def __init__(self, *args: Any, version: QuestionVersion | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        clause: Any = self.fields["clause"]
        clause.choices = _clauses(version.clause if version else None)
        case: Any = self.fields["case_number"]
        case.choices = _cases(version.case_number if version else "")

    @classmethod
    def of(cls, version: QuestionVersion) -> "QuestionForm":
        names = set(cls.base_fields) - {"clause"}
        initial = {name: getattr(version, name) for name in names}
        initial["clause"] = name_of(version.clause)
        return cls(initial=initial, version=version)

    def draft(self, content: Content) -> QuestionDraft:
        said = self.cleaned_data
        day = said["valid_until"]
        return QuestionDraft(
            stem=said["stem"],
            content=content,
            topic=said["topic"],
            difficulty=said["difficulty"],
            explanation=said["explanation"],
            clause=said["clause"],
            valid_until=day.isoformat() if day else "",
            case_number=said["case_number"],
        )


def _clauses(current: Clause | None) -> Choices:
    """Return the articles in force, by regulation; what it stands on now in any case."""
    articles = (
        Clause.objects.articles()
        .in_force(timezone.localdate())
        .order_by("version__regulation__title", "version__regulation", "position")
        .only(
            "anchor",
            "label",
            "title",
            "version__regulation__slug",
            "version__regulation__title",
            "version__regulation__short_title",
        )
    )
    groups = [
        (
            regulation.short_title or regulation.title,
            [(name_of(each), f"{each.label} {each.title}".strip()) for each in clauses],
        )
        for regulation, clauses in groupby(articles, lambda one: one.version.regulation)
    ]
    known = {name for _title, choices in groups for name, _label in choices}
    first: Choices = [("", _("没有"))]
    if current and name_of(current) not in known:
        first.append((name_of(current), str(current)))
    return first + groups


def _cases(current: str) -> Choices:
    cases: Choices = [
        (case.number, f"{case.number} {case.title}") for case in closed_cases()
    ]
    if current and current not in {number for number, _label in cases}:
        cases.insert(0, (current, current))
    return [("", _("没有")), *cases]


class FilterForm(forms.Form):
    """What the list of questions is narrowed to."""

    q = forms.CharField(label=_("题干或编号里的词"), required=False, max_length=60)
    topic = forms.ChoiceField(label=_("类别"), required=False)
    kind = forms.ChoiceField(label=_("题型"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    difficulty = forms.ChoiceField(label=_("难度"), required=False)
    regulation = forms.ChoiceField(label=_("依据法规"), required=False)
    pool = forms.ChoiceField(label=_("题组"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regulations = Regulation.objects.order_by("title").values_list(
            "slug", "short_title", "title"
        )
        for name, choices in (
            ("topic", Topic.choices),
            ("kind", Kind.choices),
            ("state", QuestionState.choices),
            ("difficulty", Difficulty.choices),
            (
                "regulation",
                [(slug, short or title) for slug, short, title in regulations],
            ),
            ("pool", list(Pool.objects.values_list("pk", "name"))),
        ):
            field: Any = self.fields[name]
            field.choices = [("", _("全部")), *choices]

    @property
    def given(self) -> Iterator[tuple[str, str]]:
        """Return the sieve that holds, without what was not understood."""
        said = self.cleaned_data if self.is_valid() else self.cleaned_data or {}
        return ((name, value) for name, value in said.items() if value)


class BecauseForm(forms.Form):
    because = forms.CharField(
        label=_("理由"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PoolForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Pool
        fields = ["name", "note", "slug", "kept_until"]

    def clean_slug(self) -> str | None:
        return self.cleaned_data["slug"] or None


class CodesForm(forms.Form):
    codes = forms.CharField(
        label=_("按编号加入"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("用空格、逗号或换行隔开，例如 Q001 Q002。"),
    )
