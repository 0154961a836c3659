"""How a book looks: its families of type, its page, its style sheets, by one name for all editions."""
