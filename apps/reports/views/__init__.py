"""Pages and acts of the quarterly report."""
