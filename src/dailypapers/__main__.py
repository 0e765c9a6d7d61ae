"""``python -m dailypapers``."""

import sys

from dailypapers._command.main import main

if __name__ == "__main__":
    sys.exit(main())
