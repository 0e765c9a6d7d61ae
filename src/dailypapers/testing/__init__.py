"""For tests of exporters, ours and everybody's (extra ``testing``): models to export, and laws to hold to.

What :func:`digests` and :func:`papers` generate, Markdown can represent: it reads back as the same models. They are
full of what breaks a careless exporter: brackets, quotes, dollars, asterisks, tabs, carriage returns, empty texts.
With ``hostile`` they are beyond that: line feeds in titles, formulas, 600 authors.
"""

from dailypapers.testing.laws import check_exporter
from dailypapers.testing.models import digests, papers

__all__ = ["check_exporter", "digests", "papers"]
