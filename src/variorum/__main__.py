"""`python -m variorum` is the `variorum` command."""

from variorum.cli.main import main

if __name__ == "__main__":
    main()
