"""Fields of the yearly assessment's forms; what cannot stand is refused by the services."""
