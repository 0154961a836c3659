"""From a document that all editions share to a section as it is printed."""
