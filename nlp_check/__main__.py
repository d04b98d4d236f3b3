"""``python -m nlp_check`` is ``nlp-check``."""

import sys

from nlp_check.cli.main import main

sys.exit(main())
