"""The plain face: a session in lines, keys that are typed with Enter, questions asked line by line."""
