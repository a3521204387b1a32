from django.contrib.auth.models import AbstractUser


class User(AbstractUser):  # type: ignore[django-manager-missing] # Wagtail: Any
    """A member of staff. Residents have no accounts."""

    def get_full_name(self) -> str:
        """Return the family name first, as Chinese names are written."""
        return f"{self.last_name}{self.first_name}".strip()
