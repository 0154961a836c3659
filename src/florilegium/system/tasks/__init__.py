"""Where a task runs, how its result is kept, and what it depends on."""
