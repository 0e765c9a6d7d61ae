"""The site: ``sphinx-build -W -n --keep-going -b html docs build/site``. No build needs a network."""

from dailypapers import __version__

project = "dailypapers"
author = "The dailypapers developers"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = f"dailypapers {__version__}"
html_copy_source = False
html_show_copyright = False

# Links to headings are those of a code host, and one that leads nowhere is an error (-W).
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}

# Names of other projects, whose lists of names a build without a network cannot ask. None of ours is here.
nitpick_ignore_regex = [
    ("py:.*", r"(attrs|collections\.abc|datetime|hypothesis|os|pathlib|re|typing|warnings)\..*"),
    ("py:class", r".*\.T"),
]
