"""Bytes in and out: digests are read from files and folders, and chunks written to files, folders and archives.

Paths come from the caller, never from a digest; those of an output of many files come from its exporter, checked.
"""
