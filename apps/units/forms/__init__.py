"""Forms of the acts on the tree (`acts`) and on people (`people`)."""
