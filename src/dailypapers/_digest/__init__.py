"""The digest format: text to models and models to text, both directions of each field side by side.

A text passes each room once: ``parser`` (lines and their parts), ``document`` (digests, papers, and the places of
problems), ``paper`` (the lines of one paper), then a room a field: ``heading``, ``media``, ``votes``, ``authors``,
``summary``. A field is read from the groups of its line and returned with its problems; it is written as text. Nothing
here opens a file or knows an exporter.
"""
