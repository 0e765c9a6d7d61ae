"""Bytes in and out: inputs (``inputs``) and what is reported of them (``check``), outputs (``outputs``), and which
files a run writes (``targets``). Nothing else of ours opens a file that a user named.
"""
