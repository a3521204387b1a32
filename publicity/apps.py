from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicityConfig(AppConfig):
    name = "publicity"
    verbose_name = _("宣传")

    def ready(self) -> None:
        from portal.demo.registry import register_loader
        from portal.frame.navigation import Entry, register_entry
        from portal.jobs.periodic import register
        from publicity.checks import register_checks
        from publicity.clause_changes import register_listener
        from publicity.feeds import register_feeds
        from publicity.mentions import register_panels
        from publicity.permissions import grant_roles
        from publicity.search import register_search_sources
        from publicity.services.due_reviews import ask_for_reviews
        from publicity.services.poster_batches import remove_expired
        from publicity.site_maps import register_map_sources

        grant_roles()
        for order, path in enumerate(
            (
                "regulations.load_regulations",
                "wordings.load_wordings",
                "columns.load_columns",
                "about.load_about",
                "knowledge.load_knowledge",
                "topics.load_topics",
                "episodes.load_episodes",
                "psas.load_psas",
                "knowledge.link_knowledge",
                "news.load_news",
                "reviews.load_reviews",
                "templates.load_templates",
                "films.order_films",
            ),
            start=20,
        ):
            register_loader(path, f"publicity.demo.{path}", order=order)
        register_checks()
        register_feeds()
        register_map_sources()
        register_search_sources()
        register_panels()
        register_listener("publicity.knowledge", ask_for_reviews)
        register("remove_expired_posters", remove_expired, every=timedelta(hours=6))

        for order, label, address, group, dock, short in (
            (10, _("每日动态"), "/news/", _("看"), "news", _("动态")),
            (20, _("今日双创"), "/episodes/", _("看"), "", ""),
            (30, _("公益广告"), "/psa/", _("看"), "", ""),
            (40, _("专项整治"), "/topics/", _("看"), "", ""),
            (50, _("双创知识"), "/knowledge/", _("学"), "", ""),
            (60, _("法规逐条"), "/regulations/", _("学"), "", ""),
        ):
            register_entry(
                Entry(
                    label=label,
                    address=address,
                    order=order,
                    group=group,
                    dock=dock,
                    short=short,
                )
            )
