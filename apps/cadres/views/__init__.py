"""Pages of the list, of one person, of the acts on files and positions."""
