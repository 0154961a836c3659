"""From a manifest's bytes to its values, and an editor's mistakes in an editor's words."""
