"""The command line: one file per command, data on standard output, progress and warnings on standard error."""
