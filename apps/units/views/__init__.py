"""Pages of the tree (`tree`, `unit`, `acts`) and of people (`people`)."""
