"""Writing files as a whole, and locks between processes."""
