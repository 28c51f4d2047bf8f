"""Training protocols as data (TOML, English and Chinese). Not typing.Protocol, and not a Bluetooth protocol."""
