"""Files of heart beats and ECGs, read: what a file is, its content decides."""
