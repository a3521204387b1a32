from io import StringIO

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import models
from wagtail.models import Page, ReferenceIndex, Site

from portal.demo.context import DATA_DIR
from portal.demo.drawing import SCENES
from portal.demo.registry import loaders, register_loader
from portal.directory.models import Area, Unit, UnitDuty
from portal.frame.models import GovernmentSite
from portal.home.models import HeadlineSlot, HomePage
from portal.images.models import Attachment, Picture
from portal.pages import BasePage, ColumnPage, PageStandard, PageTag, PageUnit
from portal.standards.models import SourceTag, StandardItem, StandardSet
from portal.uploads import private_storage
from tests.demo.loading import load

pytestmark = pytest.mark.django_db

TABLES: tuple[type[models.Model], ...] = (
    Unit,
    Area,
    UnitDuty,
    StandardItem,
    Page,
    PageTag,
    PageUnit,
    PageStandard,
    HeadlineSlot,
    Picture,
    Attachment,
    ReferenceIndex,
)


def _dated_pages() -> list[BasePage]:
    return [
        page
        for page in Page.objects.live().filter(depth__gt=2).specific()
        if isinstance(page, BasePage)
    ]


def _below(column: str) -> int:
    column_page = Page.objects.get(slug=column, depth=3)
    return int(column_page.get_children().live().count())


def test_all_units_areas_and_score_points_are_there():
    assert Unit.objects.count() == 54
    assert Area.objects.count() == 12
    assert StandardSet.objects.count() == 3
    own = StandardItem.objects.filter(set__code="DEMO")
    assert own.filter(parent=None).count() == 11
    assert own.exclude(parent=None).count() == 186


def test_st_01_no_item_passes_for_the_words_of_the_national_standard():
    county = StandardSet.objects.get(code="WS21")

    aspects = county.items.filter(parent=None, code__startswith="WS21-A")
    assert aspects.count() == 7
    assert not StandardItem.objects.filter(source_tag=SourceTag.NATIONAL).exists()
    assert all(each.source_note for each in StandardSet.objects.all())


def test_every_score_point_has_its_head_and_its_unit():
    for point in StandardItem.objects.exclude(parent=None).select_related("parent"):
        assert point.parent is not None
        assert point.code.startswith(point.parent.code)
        assert point.lead_unit_id


def test_every_unit_but_the_headquarters_has_a_parent():
    assert [unit.code for unit in Unit.objects.filter(parent=None)] == ["SCZHB"]


def test_s_03_every_unit_names_two_posts():
    assert not Unit.objects.filter(primary_post="").exists()
    assert not Unit.objects.filter(direct_post="").exists()


def test_every_area_has_members_duties_and_a_closed_boundary():
    for area in Area.objects.all():
        ring = area.polygon["coordinates"][0]

        assert area.member_units.exists()
        assert area.duties.exists()
        assert ring[0] == ring[-1]


def test_the_tree_of_pages_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])


def test_every_page_has_the_address_that_its_place_in_the_tree_gives():
    for page in Page.objects.filter(depth__gt=1):
        parent = page.get_parent()

        assert page.url_path == f"{parent.url_path}{page.slug}/"
        assert page.slug.isascii()
        assert page.locale_id
        assert page.draft_title == page.title


def test_gw_32_no_column_is_empty():
    for page in Page.objects.filter(depth__gt=2).specific():
        if isinstance(page, ColumnPage):
            assert page.intro
            assert page.keywords
            assert page.numchild


def test_gw_33_every_dated_page_says_what_a_reader_must_know():
    for page in _dated_pages():
        assert page.summary, page
        assert page.source, page
        assert page.first_published_at, page
        assert page.last_published_at == page.first_published_at, page
        page.full_clean()


def test_every_dated_page_has_a_cover_with_words_for_it():
    for page in _dated_pages():
        assert page.cover is not None, page
        assert page.cover.description.startswith("插画："), page
        assert page.cover.credit, page
        assert private_storage().exists(page.cover.file.name), page


def test_covers_are_not_all_alike():
    pages = _dated_pages()

    assert len({page.cover_id for page in pages}) == len(pages)


def test_gw_15_the_numbers_of_the_site_are_valid_and_seen_to_be_placeholders():
    government = GovernmentSite.objects.get()

    government.full_clean()
    assert set(government.site_id_code) == {"0"}
    assert "演示" in government.icp_number
    assert "演示" in government.police_number


def test_the_default_site_is_where_it_is_served_and_begins_at_the_home_page():
    site = Site.objects.get(is_default_site=True)

    assert site.root_url == settings.WAGTAILADMIN_BASE_URL
    assert site.root_page_id == HomePage.objects.get().pk


def test_headlines_are_showing_since_their_pages_appeared():
    slots = HeadlineSlot.objects.select_related("page")

    assert len(slots) == 3
    assert all(slot.starts_at == slot.page.first_published_at for slot in slots)


def test_a_second_run_changes_nothing_and_reports_on_plain_lines():
    before = {table: table._default_manager.count() for table in TABLES}
    heard = StringIO()

    load(stderr=heard)

    after = {table: table._default_manager.count() for table in TABLES}
    assert after == before
    assert "责任单位 54\n" in heard.getvalue()
    assert "\r" not in heard.getvalue()


def test_if_empty_leaves_a_site_that_has_a_home_page_alone():
    said = load(if_empty=True)

    assert said == ""


def test_scale_multiplies_what_there_is_much_of():
    pictures = Picture.objects.count()
    news, programmes = _below("news"), _below("episodes")

    load(scale=2)

    assert _below("news") == 2 * news
    assert _below("episodes") == 2 * programmes
    assert Page.find_problems() == ([], [], [], [], [])
    assert Picture.objects.count() == pictures


def test_it_refuses_a_scale_of_nothing():
    with pytest.raises(CommandError):
        load(scale=0)


def test_every_scene_has_words_for_those_who_cannot_see_it():
    with (DATA_DIR / "scenes.yaml").open(encoding="utf-8") as file:
        described = yaml.safe_load(file)["scenes"]

    assert set(described) == set(SCENES)


def test_a_loader_is_registered_once():
    name = loaders()[0][0]

    with pytest.raises(ImproperlyConfigured):
        register_loader(name, "portal.demo.directory.load_units", order=1)
