"""What an editor may write in a manifest, as types; each key with the words that explain it."""
