"""Thousands of random sessions against what must hold in every one."""
