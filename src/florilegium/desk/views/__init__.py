"""What the desk shows, one module for each view, and what can be done there."""
