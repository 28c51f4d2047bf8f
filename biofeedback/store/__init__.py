"""What is remembered on this machine and nowhere else: sessions, whole, and the strap. A session *is* its journal."""
