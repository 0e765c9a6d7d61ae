"""The built-in exporters, a module each. They import nothing that a third party could not; no code lives here."""
