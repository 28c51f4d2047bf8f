"""Sound: tones, voices, and the process of its own that plays them."""
