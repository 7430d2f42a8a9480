"""Forms of the list's filters (`filters`), of a file (`people`) and of the acts on positions (`posts`)."""
