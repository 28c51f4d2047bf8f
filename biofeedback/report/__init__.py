"""Pages to keep, print or show to somebody: HTML files that need nothing but themselves."""
