"""What a heart that is watched can be looked at with: views, a window of time, marks."""
