"""The clause page is the hub: whatever speaks of a clause is registered here.

A panel is given the article (条) that is shown. What hangs on one of its
paragraphs or items, or on an older wording of it, belongs to it as well: ask
`Clause.objects.same_place_as(article)`.
"""

from portal.hubs import Hub
from publicity.models import Clause

clause_hub: Hub[Clause] = Hub("clause")
