from wagtail.snippets.models import register_snippet

from portal.standards.viewsets import StandardsGroup

register_snippet(StandardsGroup)
