from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class GovernmentSite(BaseSiteSetting):
    """What a government site must say of itself on every page (GW-11, GW-12).

    The defaults are placeholders that can be seen to be such; the real numbers
    are given out one after the other before the site opens (GW-03).
    """

    name = models.CharField(_("网站名称"), max_length=60, default="双创网站")
    tagline = models.CharField(
        _("网站副名"), max_length=60, default="卫生县城 文明县城"
    )
    slogan = models.TextField(
        _("首页口号"), default="查一处，\n改一处，勾一处。", help_text=_("每行一句。")
    )
    slogan_note = models.CharField(
        _("首页说明"),
        max_length=200,
        default="每天查了什么、改了什么、还差什么，都在这里写明白。",
    )
    domain = models.CharField(_("域名"), max_length=100, default="www.example.gov.cn")
    site_id_code = models.CharField(
        _("网站标识码"),
        max_length=10,
        default="0000000000",
        # GW-15
        validators=[
            RegexValidator(
                r"^(\d{10}|bm\d{8})$", _("网站标识码是10位数字，或 bm 加8位数字。")
            )
        ],
    )
    sponsor = models.CharField(_("主办单位"), max_length=100, default="县双创办")
    operator = models.CharField(_("承办单位"), max_length=100, default="县融媒体中心")
    contact = models.CharField(
        _("联系方式"), max_length=200, default="电话 0000-0000000"
    )
    contact_phone = models.CharField(
        _("热线电话"), max_length=40, default="0000-0000000"
    )
    icp_number = models.CharField(
        _("ICP备案编号"), max_length=60, default="某ICP备00000000号-1"
    )
    police_number = models.CharField(
        _("公安机关备案号"), max_length=60, default="某公网安备00000000000000号"
    )
    conac_id = models.CharField(
        _("党政机关网站标识"),
        max_length=60,
        default="0" * 32,
        help_text=_("机构编制部门发放的标识编号。"),
    )
    campaign_began_on = models.DateField(_("创建开始日期"), null=True, blank=True)
    trusted_hosts = models.TextField(
        _("不必提示的外部网站"),
        blank=True,
        default="beian.miit.gov.cn\nbeian.mps.gov.cn\nbszs.conac.cn\npucha.kaipuyun.cn",
        help_text=_("每行一个域名；.gov.cn 网站不必列出。"),
    )

    select_related = ["site"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("name", "tagline", "slogan", "slogan_note", "domain")
            ],
            heading=_("名称"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "sponsor",
                    "operator",
                    "contact",
                    "contact_phone",
                    "site_id_code",
                    "icp_number",
                    "police_number",
                    "conac_id",
                )
            ],
            heading=_("页脚（政府网站必备）"),
        ),
        FieldPanel("campaign_began_on"),
        FieldPanel("trusted_hosts"),
    ]

    class Meta:
        verbose_name = _("网站信息")

    def __str__(self) -> str:
        return self.name

    @property
    def campaign_days(self) -> int | None:
        """Days since the campaign began, the first counted."""
        if self.campaign_began_on is None:
            return None
        return (timezone.localdate() - self.campaign_began_on).days + 1

    # Where the records of the footer lead (GW-14).

    @property
    def icp_url(self) -> str:
        return "https://beian.miit.gov.cn/"

    @property
    def police_url(self) -> str:
        digits = "".join(filter(str.isdigit, self.police_number))
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={digits}"

    @property
    def conac_url(self) -> str:
        return f"https://bszs.conac.cn/sitename?method=show&id={self.conac_id}"

    @property
    def error_report_url(self) -> str:
        return f"https://zfwzzc.www.gov.cn/check_web/errorInfo/report?bm={self.site_id_code}"
