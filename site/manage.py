#!/usr/bin/env python
"""Run Django's command line from any folder, without installing the project."""

import os
import sys
from pathlib import Path


def main() -> None:
    # Python already put site/ on the path, being this file's folder. The domain
    # packages (publicity, reports, quizzes) live one level up.
    sys.path.insert(1, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
