"""Digests and summaries as the text of a digest, for whoever writes Markdown: the exporter ``markdown``, and others.

Values in, text out. The other direction is :func:`dailypapers.parse`.
"""

from dailypapers._digest.canonical import write_digests
from dailypapers._digest.summary import write_summary

__all__ = ["write_digests", "write_summary"]
