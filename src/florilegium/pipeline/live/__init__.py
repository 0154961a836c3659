"""A book kept ready while it is being edited: read, set, and looked up by place (`florilegium desk`)."""
