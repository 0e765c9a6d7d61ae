"""Plugins: found by metadata alone (``find``), imported (``load``), given their options (``options``), run (``run``).

The same holds for exporters and readers, built in or not. What a plugin raises becomes a
:class:`~dailypapers.PluginError` (``faults``). Nothing here opens an input or an output.
"""
