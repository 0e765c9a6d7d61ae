"""The readers that come with the library. Each is a plugin like any other, in a module of its format's name."""
