"""What is laid out when, where, and whether it is kept."""
