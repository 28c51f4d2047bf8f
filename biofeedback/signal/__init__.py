"""What the heart is doing: beats to findings, streaming, causal, pure."""
