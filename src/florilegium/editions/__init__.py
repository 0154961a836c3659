"""The editions: what a reader holds. Each reads a finished book and disturbs neither it nor another."""
