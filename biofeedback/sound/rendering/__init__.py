"""How the voices are made: from the spoken texts to one file a voice. A developer's tool, never installed.

It is run by `make voice`. It stands in the product's own tree, since it reads the spoken lines and writes what
`biofeedback.sound` plays, but no other room knows it, and the wheel leaves it out. What it needs besides (a
synthesiser, pronunciation, a recogniser) is a dependency group of its own, in an environment of its own.
"""
