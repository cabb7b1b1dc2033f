"""`python -m envpolicy.cli`."""

import sys

from envpolicy.cli import main

sys.exit(main())
