"""Pages and acts of the reviews."""
