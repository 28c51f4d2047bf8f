"""The lab streaming layer (LSL), on this machine only: what is heard goes out, and a stream of intervals comes in."""
