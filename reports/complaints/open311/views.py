"""The six methods of GeoReport v2, and its discovery."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from portal.frame.sites import government_of
from reports.complaints.models import Category
from reports.complaints.open311 import catalogue, published
from reports.complaints.open311.receiving import receive
from reports.complaints.open311.writing import Answer, Problem, answering, write

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
# Everybody may read it, from pages of other sites too; no cookie plays a part.
OPEN = {"Access-Control-Allow-Origin": "*"}
SELDOM = {**OPEN, "Cache-Control": "public, max-age=300"}
# What is hidden is gone within five seconds (C9).
CURRENT = {**OPEN, "Cache-Control": "public, max-age=2"}


@conditional_page
@answering("GET", "HEAD")
def discovery(request: HttpRequest) -> Answer:
    government = government_of(request)
    changed = catalogue.last_change()
    # The site's own root, so that nothing of the request's host comes back (I6).
    root = government.site.root_url
    return Answer(
        "discovery",
        {
            "changeset": changed,
            "contact": _("%s的开放接口；有问题请联系网站管理单位。") % government.name,
            "key_service": _("接口密钥由网站管理员发放。"),
            "endpoints": [
                {
                    "specification": SPECIFICATION,
                    "url": f"{root}/open311/v2",
                    "changeset": changed,
                    "type": "production",
                    "formats": ["text/xml", "application/json"],
                }
            ],
        },
        headers=SELDOM,
    )


@conditional_page
@answering("GET", "HEAD")
def services(request: HttpRequest) -> Answer:
    return Answer("services", catalogue.services(), headers=SELDOM)


@conditional_page
@answering("GET", "HEAD")
def definition(request: HttpRequest, code: str) -> Answer:
    category = Category.objects.offered().filter(code=code).first()
    if category is None:
        raise Problem(404, _("没有这个 service_code。"))
    return Answer("service_definition", catalogue.definition(category), headers=SELDOM)


@conditional_page
@answering("GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Answer:
    if request.method == "POST":
        return _receive(request)
    rows, beside = published.page_of(published.chosen(request.GET), request.GET)
    headers = dict(CURRENT)
    if beside:
        links = []
        for name, number in beside.items():
            asked = request.GET.copy()
            asked["page"] = str(number)
            # Relative, so that nothing of the request's host comes back (I6).
            links.append(f'<?{asked.urlencode()}>; rel="{name}"')
        headers["Link"] = ", ".join(links)
    return Answer(
        "service_requests", [published.as_request(row) for row in rows], headers=headers
    )


@conditional_page
@answering("GET", "HEAD")
def request(request: HttpRequest, number: str) -> Answer:
    # Unknown, unpublished and hidden are one and the same answer (C3).
    found = published.readable().filter(number=number.upper()).first()
    if found is None:
        raise Problem(404, _("没有公开的这一件。"))
    return Answer("service_requests", [published.as_request(found)], headers=CURRENT)


@answering("GET", "HEAD")
def token(request: HttpRequest, token: str) -> Answer:
    """Say that there is none: everything sent has its number at once."""
    raise Problem(404, _("没有这个令牌：提交时直接返回受理编号。"))


@csrf_exempt
def unknown(request: HttpRequest, **rest: str) -> HttpResponse:
    """Answer in the format that the standard makes compulsory."""
    problem = Problem(404, _("没有这个地址；请以 .xml 或 .json 结尾。"))
    return write(problem.as_answer(), "xml")


def _receive(request: HttpRequest) -> Answer:
    ticket, key = receive(request)
    complaint = ticket.complaint
    notice = ""
    if complaint.intake_due_at:
        due = timezone.localdate(complaint.intake_due_at)
        notice = _("%s前决定是否受理。") % due
    row = {
        "service_request_id": complaint.number,
        "service_notice": notice,
        "account_id": None,
    }
    if key.gets_codes and ticket.code:
        # For the resident, who cannot ask, add or object without it.
        row["query_code"] = ticket.code
    return Answer(
        "service_requests",
        [row],
        status=201 if ticket.is_new else 200,
        headers={"Cache-Control": "no-store"},
    )
