"""Pages of the branches' register."""
