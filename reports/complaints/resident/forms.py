"""What a resident fills in. Compulsory are category, place and text alone (PR-01)."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.geometry import Point
from portal.directory.models import Area, Street
from portal.typed import clean
from reports.complaints.models import Category, Family, PrivacyNotice
from reports.complaints.services.submitting import Contact, Submission
from reports.complaints.workflow import AgeBand, IdentityMode, Kind

TEXT_MOST = 600  # CP-31
OFFERED_KINDS = (Kind.COMPLAINT, Kind.TIP, Kind.SUGGESTION, Kind.PRAISE)
# Eight digits at least, with what people write between them.
_phone = re.compile(r"\+?[\d\s()（）\-－]{8,30}")


class RowField(forms.Field):
    """A row chosen by its code."""

    def __init__(self, model: type[Area | Street]) -> None:
        super().__init__(required=False)
        self.model = model

    def clean(self, value: Any) -> Any:
        code = clean(value or "")[:50]
        if not code:
            return None
        found = self.model._default_manager.only("code", "name").filter(code=code)
        if row := found.first():
            return row
        raise ValidationError(self.error_messages["required"])


class ReportForm(forms.Form):
    """One matter. The order of the fields is the order of the page."""

    place_text = forms.CharField(max_length=200, required=False)
    area = RowField(Area)
    street = RowField(Street)
    lat = forms.CharField(required=False)
    lon = forms.CharField(required=False)
    use_photo_place = forms.BooleanField(required=False)
    is_place_hidden = forms.BooleanField(required=False)
    family = forms.CharField(
        error_messages={"required": gettext_lazy("选一类。说不准的，选“其他”。")}
    )
    category = forms.CharField(required=False)
    text = forms.CharField(
        error_messages={
            "required": gettext_lazy("写一句是什么事，去的人好知道看什么。")
        }
    )
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in OFFERED_KINDS], required=False
    )
    identity_mode = forms.ChoiceField(choices=IdentityMode.choices, required=False)
    name = forms.CharField(max_length=40, required=False)
    phone = forms.CharField(max_length=30, required=False)
    email = forms.EmailField(
        max_length=254,
        required=False,
        error_messages={
            "invalid": gettext_lazy("邮箱写得不对，例如 name@example.cn。")
        },
    )
    wants_notice = forms.BooleanField(required=False)
    may_be_called = forms.BooleanField(required=False)
    may_be_told_unit = forms.BooleanField(required=False)
    age_band = forms.ChoiceField(choices=AgeBand.choices, required=False)
    has_guardian_consent = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, has_photo_place: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_photo_place = has_photo_place
        self.kinds = [(kind.value, kind.label) for kind in OFFERED_KINDS]

    @cached_property
    def areas(self) -> Sequence[Area]:
        return list(Area.objects.only("code", "name"))

    @cached_property
    def streets(self) -> Sequence[Street]:
        return list(Street.objects.only("code", "name"))

    @cached_property
    def families(self) -> Sequence[Family]:
        """Return what the page offers: each family with its categories."""
        families = Family.objects.prefetch_related(
            Prefetch("categories", Category.objects.offered(), to_attr="offered")
        )
        return [family for family in families if vars(family)["offered"]]

    def clean_family(self) -> Family:
        """Fetch with the family what it offers: all that is asked when it is sent."""
        self.offered = list(
            Category.objects.offered()
            .filter(family__code=clean(self.cleaned_data["family"]))
            .select_related("family")
        )
        if not self.offered:
            raise ValidationError(self.fields["family"].error_messages["required"])
        return self.offered[0].family

    def clean_text(self) -> str:
        text = clean(self.cleaned_data["text"])
        if not text:
            raise ValidationError(self.fields["text"].error_messages["required"])
        if len(text) > TEXT_MOST:
            raise ValidationError(
                _("最多%(most)s个字，现在有%(count)s个字。一件事写一张单，写短一些。")
                % {"most": TEXT_MOST, "count": len(text)}
            )
        return text

    def clean_place_text(self) -> str:
        return clean(self.cleaned_data["place_text"])

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not _phone.fullmatch(phone):
            raise ValidationError(_("电话只写数字，例如 0900-0000002 或手机号。"))
        return phone

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["point"] = point_of(given.get("lat", ""), given.get("lon", ""))
        if "place_text" not in self.errors and not (
            given.get("place_text")
            or given.get("area")
            or given.get("street")
            or given["point"]
            or self.has_photo_place
        ):
            self.add_error(
                "place_text", _("写一下在哪里，路名加门口就行；也可以选街道。")
            )
        if given.get("family"):
            # Whoever cannot tell leaves it to the desk, which sorts it at intake.
            code = given.get("category")
            named = (each for each in self.offered if each.code == code)
            given["category"] = next(named, self.offered[0])
        self._clean_person(given)
        return given

    def _clean_person(self, given: dict[str, Any]) -> None:
        mode = given.get("identity_mode") or IdentityMode.ANONYMOUS
        given["identity_mode"] = mode
        category = given.get("category")
        has_way = given.get("phone") or given.get("email")
        if mode == IdentityMode.ANONYMOUS:
            if has_way or given.get("name"):
                self.add_error(
                    "identity_mode",
                    _("您填了姓名或联系方式。要留下，请选“保密”；不留，请清空。"),
                )
            elif category and not category.allow_anonymous:
                self.add_error(
                    "identity_mode", _("这一类要能联系到您，请选“保密”，留个电话。")
                )
        elif not has_way and not {"phone", "email"} & self.errors.keys():
            self.add_error("phone", _("留一个电话或者邮箱；不想留，请选“匿名”。"))
        if mode == IdentityMode.NAMED and not given.get("name"):
            self.add_error("name", _("实名反映请写姓名；不想写，请选“保密”。"))
        if (given.get("age_band") or AgeBand.ADULT) == AgeBand.CHILD and not given.get(
            "has_guardian_consent"
        ):
            self.add_error(
                "has_guardian_consent",
                _("未满十四岁，请爸爸妈妈或其他监护人看过，同意后在这里打勾。"),
            )

    def submission(
        self, *, key: str, notice: PrivacyNotice, photo_point: Point | None
    ) -> Submission:
        given = self.cleaned_data
        return Submission(
            category=given["category"],
            text=given["text"],
            idempotency_key=key,
            notice=notice,
            kind=Kind(given["kind"] or Kind.COMPLAINT),
            area=given["area"],
            street=given["street"],
            place_text=given["place_text"],
            # Where somebody stands who pressed the button counts before the photo.
            point=given["point"] or photo_point,
            is_place_hidden=given["is_place_hidden"],
            identity_mode=IdentityMode(given["identity_mode"]),
            contact=Contact(
                name=given["name"],
                phone=given["phone"],
                email=given["email"],
                wants_notice=given["wants_notice"],
                may_be_called=given["may_be_called"],
                may_be_told_unit=given["may_be_told_unit"],
            )
            if given["identity_mode"] != IdentityMode.ANONYMOUS
            else Contact(),
            age_band=AgeBand(given["age_band"] or AgeBand.ADULT),
            has_guardian_consent=given["has_guardian_consent"],
        )


def point_of(lat: str, lon: str) -> Point | None:
    """Read a place that a script wrote; what is none is left out, never an error."""
    try:
        return Point(round(float(lat), 6), round(float(lon), 6))
    except ValueError:
        return None
