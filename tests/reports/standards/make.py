"""Make standards with their items. Pass only what the test is about."""

from itertools import count

from portal.standards.models import StandardItem, StandardSet

_number = count(1)


def make_set(**fields):
    number = next(_number)
    return StandardSet.objects.create(
        **{
            "code": f"T{number}",
            "title": f"第{number}套标准",
            "edition": "演示版",
            "source_note": "自行编写，不是标准原文",
            **fields,
        }
    )


def make_item(*, set=None, parent=None, **fields):
    number = next(_number)
    return StandardItem.objects.create(
        set=set or (parent.set if parent else make_set()),
        parent=parent,
        **{"code": f"I{number:04}", "title": f"得分点{number}", **fields},
    )


def make_point(**fields):
    """Make an item below a head of its own."""
    return make_item(parent=make_item(), **fields)
