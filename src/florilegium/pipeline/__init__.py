"""The stages of a build, in their order; `build.py` is the page to read first."""
