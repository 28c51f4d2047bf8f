"""What to do about it: findings to decisions. Pure."""
