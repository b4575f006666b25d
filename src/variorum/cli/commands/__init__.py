"""The commands, one module each; the command is the function that bears its name."""
