"""What no single key can show: the checks of a manifest as a whole."""
