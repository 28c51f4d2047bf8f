"""Side by side with other libraries and simple filters; and how steady, how sensitive and how quick, in figures."""
