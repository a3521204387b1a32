"""The search index follows what is public: at once, in the transaction's wake."""

from functools import partial

from django.db import transaction
from wagtail.search import index

from reports.exposures.models import Exposure


def find_again(exposure: Exposure) -> None:
    """Let what is public be found by its words of now, and nothing else be found."""
    write = index.insert_or_update_object if exposure.is_public else index.remove_object
    transaction.on_commit(partial(write, exposure))
