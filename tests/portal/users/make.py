"""Make members of staff."""

from itertools import count

from django.contrib.auth.models import Group

from portal.users.models import User
from portal.users.roles import Role

_number = count(1)
PASSWORD = "a long enough pass-phrase"


def make_user(*, role: Role | None = None, username: str = "") -> User:
    user = User.objects.create_user(
        username or f"user{next(_number)}",
        password=PASSWORD,
        last_name="林",
        first_name="晓溪",
    )
    if role:
        user.groups.add(Group.objects.get(name=role.value))
    return user
