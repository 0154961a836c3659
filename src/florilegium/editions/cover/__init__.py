"""The cover of every edition: its words and how they are laid out. Each edition paints it itself."""
