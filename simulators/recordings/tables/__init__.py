"""One engine for the tables that programs write: header, unit and clock are found, judged and told."""
