"""Radios and bytes: straps over Bluetooth as a source of events. Remembers nothing about hearts."""
