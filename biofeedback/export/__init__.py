"""A session in the formats of other programs, as bytes. What is written here the program's own door reads back."""
