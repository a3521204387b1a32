from wagtail import hooks

from portal.home.viewsets import HeadlineSlotViewSet


@hooks.register("register_admin_viewset")
def plan_headlines() -> HeadlineSlotViewSet:
    return HeadlineSlotViewSet()
