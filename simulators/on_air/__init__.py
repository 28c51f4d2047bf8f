"""A strap that turns events back into Bluetooth, for other programs on this computer or another."""
