"""A progressive-muscle-relaxation trainer that listens to the heart."""

__version__ = "0.1.0"
