"""The command line: one module a command or a group of commands. The only room that prints."""
