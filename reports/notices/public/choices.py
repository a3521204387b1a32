"""What a reader narrows the list to. What makes no sense is a 404 (I4)."""

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from portal.directory.models import Area, Unit
from reports.complaints.public.choices import CODE, named, query_of
from reports.notices.models import RectificationNotice
from reports.notices.models.questions import NoticeQuerySet
from reports.notices.public.looks import Look, that_look

NAMES = ("state", "area", "unit")


class Choice:
    """What was chosen, and what there is to choose from: two queries."""

    def __init__(self, request: HttpRequest) -> None:
        asked = {name: request.GET.get(name, "") for name in NAMES}
        if not all(CODE.fullmatch(value) for value in asked.values() if value):
            raise Http404
        if asked["state"] and asked["state"] not in Look.values:
            raise Http404
        self.asked = asked
        self.area = named(asked["area"], self.areas)
        self.unit = named(asked["unit"], self.units)
        self.look = Look(asked["state"]) if asked["state"] else None

    @cached_property
    def areas(self) -> list[Area]:
        return list(Area.objects.all())

    @cached_property
    def units(self) -> list[Unit]:
        return list(Unit.objects.only("code", "name", "short_name"))

    @property
    def words(self) -> list[str]:
        """Say what is chosen, beside the state."""
        return [str(word) for word in (self.area, self.unit) if word]

    @property
    def query_without_state(self) -> str:
        return query_of(self.asked | {"state": ""})

    def narrow(self, *, look: Look | None = None) -> NoticeQuerySet:
        """Return the public ones that were chosen, in whichever state or of `look`."""
        items: NoticeQuerySet = RectificationNotice.objects.public()
        if self.area:
            items = items.filter(area=self.area)
        if self.unit:
            items = items.filter(unit=self.unit)
        return that_look(items, look, timezone.now()) if look else items

    def chosen(self) -> NoticeQuerySet:
        return self.narrow(look=self.look)
