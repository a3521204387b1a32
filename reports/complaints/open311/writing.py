"""One answer, written as XML or JSON; and problems, written the same way."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeAlias
from xml.etree import ElementTree

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

logger = logging.getLogger(__name__)

Data: TypeAlias = Mapping[str, Any] | Sequence[Any]

# What a list is called, and each thing in it.
SINGULAR = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
# What XML 1.0 cannot hold, not even escaped.
_unwritable = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Answer:
    """What was asked for. `root` is the name that XML wants around it."""

    root: str
    content: Data
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Problem(Exception):
    """Raised when a request cannot be answered, with a sentence for its sender."""

    def __init__(
        self, status: int, description: str, *, retry_after: int | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def as_answer(self) -> Answer:
        headers = {"Cache-Control": "no-store"}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        error = {"code": self.status, "description": self.description}
        return Answer("errors", [error], self.status, headers)


def answering(
    *methods: str,
) -> Callable[[Callable[..., Answer]], Callable[..., HttpResponse]]:
    """Let a view return an `Answer`, or raise; whoever asks hears it in their format."""

    def decorate(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, form: str, **asked: str) -> HttpResponse:
            if request.method not in methods:
                found = Problem(405, _("这个地址不接受这种请求方法。")).as_answer()
                response = write(found, form)
                response["Allow"] = ", ".join(methods)
                return response
            try:
                found = view(request, **asked)
            except Problem as problem:
                found = problem.as_answer()
            except (
                BadRequest,
                SuspiciousOperation,
                MultiPartParserError,
                UnreadablePostError,
            ):
                found = Problem(
                    400, _("请求的内容读不出来，什么也没有保存。")
                ).as_answer()
            except (OSError, OperationalError, InterfaceError):
                logger.exception("Open311 could not answer.")
                found = Problem(
                    503, _("暂时保存不了，什么也没有留下，请稍后再发。"), retry_after=30
                ).as_answer()
            return write(found, form)

        # The key is the proof of who sends; no cookie is looked at.
        return csrf_exempt(answer)

    return decorate


def write(answer: Answer, form: str) -> HttpResponse:
    response = (
        _as_json(answer.content) if form == "json" else _as_xml(answer.root, answer)
    )
    response.status_code = answer.status
    for name, value in answer.headers.items():
        response[name] = value
    return response


def _as_json(content: Data) -> HttpResponse:
    return JsonResponse(
        content,
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        content_type="application/json; charset=utf-8",
    )


def _as_xml(root: str, answer: Answer) -> HttpResponse:
    element = ElementTree.Element(root)
    _fill(element, answer.content)
    return HttpResponse(
        ElementTree.tostring(element, encoding="utf-8", xml_declaration=True),
        content_type="text/xml; charset=utf-8",
    )


def _fill(element: ElementTree.Element, content: Any) -> None:
    if isinstance(content, Mapping):
        for name, part in content.items():
            _fill(ElementTree.SubElement(element, name), part)
    elif isinstance(content, bool):
        element.text = "true" if content else "false"
    elif isinstance(content, list | tuple):
        for part in content:
            _fill(ElementTree.SubElement(element, SINGULAR[element.tag]), part)
    elif content is not None:
        element.text = _unwritable.sub("", str(content))
