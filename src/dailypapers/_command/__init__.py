"""The command line, a module a command. What the commands do, the library does: here are arguments and messages."""
