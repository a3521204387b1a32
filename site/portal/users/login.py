"""The login of the CMS, slowed down for whoever guesses (A1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from wagtail.admin.views.account import LoginView

from portal.throttle import Verdict, forget, give_back, network_of, spend


class ThrottledLoginView(LoginView):
    """Wagtail's login, closed for a while after too many wrong passwords.

    It closes by account and by network, and alike for names that do not exist.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = request.POST.get("username", "")[:254].casefold()
        network = network_of(request)
        verdicts = [
            spend("login_network", network),
            spend("login_account", account),
        ]
        if refusal := max(
            (verdict for verdict in verdicts if not verdict.is_allowed),
            key=lambda verdict: verdict.wait,
            default=None,
        ):
            return self.ask_to_wait(refusal)
        response: HttpResponse = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            forget("login_account", account)
            give_back("login_network", network)
        return response

    def ask_to_wait(self, verdict: Verdict) -> HttpResponse:
        messages.error(
            self.request,
            ngettext(
                "登录失败次数太多，请 %(minutes)s 分钟后再试。忘记密码请联系管理员。",
                "登录失败次数太多，请 %(minutes)s 分钟后再试。忘记密码请联系管理员。",
                verdict.wait_minutes,
            )
            % {"minutes": verdict.wait_minutes},
        )
        # Unbound: a bound form would try the password while it is shown.
        form = self.get_form_class()(
            self.request, initial={"username": self.request.POST.get("username", "")}
        )
        response: HttpResponse = self.render_to_response(
            self.get_context_data(form=form), status=429
        )
        response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
        return response
