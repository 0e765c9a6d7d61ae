"""The digest grammar as a package, so that every way of installing finds ``digest.lark``. No code lives here."""
