"""Short messages to who signed up, sent from the background.

A message says what is new and where to look. It holds no code: phones are read by
others.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.retry import GiveUp, background
from portal.outbox.backends import backend_of
from portal.timeline.models import Event
from quizzes.events.models import Activity, SignUp, SignUpContact, SignUpMessage

TO_EVERYBODY = ("cancel_activity", "move_activity")
TO_ONE = ("move_up", "remind")


def tell(event: Event) -> None:
    """Leave the messages about `event` to the worker, in the event's transaction."""
    if event.verb in {*TO_EVERYBODY, *TO_ONE}:
        tell_those_concerned.enqueue(event.pk)


@background(attempts=5)
def tell_those_concerned(event_pk: int) -> None:
    event = Event.objects.filter(pk=event_pk).first()
    subject = event.subject if event else None
    if event is None or not isinstance(subject, Activity | SignUp):
        raise GiveUp("There is nobody to tell.")
    reached = SignUpContact.objects.exclude(phone="")
    if isinstance(subject, SignUp):
        reached, activity = reached.filter(sign_up=subject), subject.activity
    else:
        reached, activity = reached.filter(activity=subject), subject
    told = SignUpMessage.objects.filter(event=event)
    for contact in reached.exclude(sign_up__in=told.values("sign_up")):
        # Sent first: who might hear it twice is better off than who never does.
        text = _text(event.verb, activity, contact)
        backend_of("sms").send(contact.phone, _("活动通知"), text)
        SignUpMessage.objects.create(sign_up_id=contact.sign_up_id, event=event)


def _text(verb: str, activity: Activity, contact: SignUpContact) -> str:
    starts_at, until = timezone.localtime(activity.starts_at), contact.delete_on
    facts = {
        "title": activity.title,
        "day": f"{starts_at.month}月{starts_at.day}日 {starts_at:%H:%M}",
        "place": activity.place_text,
        "because": activity.cancelled_because,
        "phone": activity.contact_phone,
        "until": f"{until.year}年{until.month}月{until.day}日",
    }
    texts = {
        "cancel_activity": _(
            "您报名的“%(title)s”取消了：%(because)s。不用再办什么。咨询%(phone)s。"
        ),
        "move_activity": _(
            "您报名的“%(title)s”时间或者地点有变：%(day)s，%(place)s。来不了请凭报名码取消，联系方式马上删除；不取消，最迟%(until)s删除。咨询%(phone)s。"
        ),
        "move_up": _(
            "“%(title)s”有人让出了名额，您已经从候补转为报上：%(day)s，%(place)s。来不了请凭报名码取消。"
        ),
        "remind": _(
            "提醒：您报名的“%(title)s”明天举行，%(day)s，%(place)s。来不了请凭报名码取消，把名额让给候补的人。"
        ),
    }
    return texts[verb] % facts
