"""The only place where stages meet: what is decided about each check, and how checks are run."""
