from wagtail.snippets.models import register_snippet

from portal.directory.viewsets import DirectoryGroup

register_snippet(DirectoryGroup)
