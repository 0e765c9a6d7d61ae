"""``python -m dailypapers``."""

import sys

from dailypapers._cli import main

if __name__ == "__main__":
    sys.exit(main())
