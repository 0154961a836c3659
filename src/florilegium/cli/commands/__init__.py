"""The commands, one module each; a module has a function of the command's name."""
