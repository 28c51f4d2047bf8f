"""The lab on the screen: a trial is put together, seen live, and compared with another."""
