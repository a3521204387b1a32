"""Make the site's frame and its directory. Pass only what the test is about."""

from itertools import count

from wagtail.models import Page, Site

from portal.directory.models import Area, Unit, UnitKind
from portal.home.models import HomePage

_number = count(1)


def make_home() -> HomePage:
    """Put a home page at `/` of the default site, in place of Wagtail's own."""
    for welcome in Page.objects.filter(depth=2):
        welcome.delete()
    root = Page.get_first_root_node()
    home: HomePage = root.add_child(
        instance=HomePage(
            title="首页", slug="home", intro="网站首页", keywords="双创,首页"
        )
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return home


def make_unit(*, name: str = "", code: str = "", short_name: str = "") -> Unit:
    number = next(_number)
    name = name or f"第{number}单位"
    return Unit.objects.create(
        code=code or f"U{number}",
        name=name,
        short_name=short_name or name,
        kind=UnitKind.DEPARTMENT,
        primary_post="局长",
    )


def make_area(*, name: str = "", code: str = "", lead_unit: Unit | None = None) -> Area:
    number = next(_number)
    return Area.objects.create(
        code=code or f"P{number:02}",
        name=name or f"第{number}片区",
        lead_unit=lead_unit or make_unit(),
        sponsor_post="副县长",
        polygon={
            "type": "Polygon",
            "coordinates": [
                [[109.51, 31.88], [109.52, 31.88], [109.52, 31.89], [109.51, 31.88]]
            ],
        },
    )
