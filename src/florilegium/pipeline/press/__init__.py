"""All books of a press on one site: each in a folder of its own, and the lists that lead to them."""
