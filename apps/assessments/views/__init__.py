"""Pages of the yearly assessment."""
