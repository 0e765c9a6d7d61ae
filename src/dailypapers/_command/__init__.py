"""The command line, a module a command. Arguments and messages are here; what the commands do, the library does."""
