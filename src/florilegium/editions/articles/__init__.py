"""An article by itself: how it is cited, and what stands before it in a file of its own."""
