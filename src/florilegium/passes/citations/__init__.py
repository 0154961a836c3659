"""What notes cite: works, *ibid.* and its kin, references from note to note."""
