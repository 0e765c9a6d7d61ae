"""Plugins: found by metadata alone (``find``), imported (``load``), given their options (``options``), run (``run``).

The same for exporters and readers, ours and everybody's. What a plugin does wrong becomes a
:class:`~dailypapers.PluginError` (``faults``). Nothing here opens an input or an output.
"""
