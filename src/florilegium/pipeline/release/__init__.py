"""The release: the folder that readers, shops and libraries are given, with proof of what is in it."""
