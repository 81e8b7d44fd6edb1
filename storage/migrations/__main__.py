"""`python -m storage.migrations "Add teams"` writes the migration from the newest one to the models. Read it then."""

import sys

from storage.schema import write_migration

if __name__ == "__main__":
    write_migration(sys.argv[1])
