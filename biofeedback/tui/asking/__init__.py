"""What is asked before a session, on the screen: the questions before the first time, the short check, the plan."""
