"""Forms of the branches' register."""
