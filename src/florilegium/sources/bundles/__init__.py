"""Files that hold several articles: EPUBs and other archives, exports of WordPress and Substack."""
