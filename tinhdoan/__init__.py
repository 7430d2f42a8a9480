"""The project: settings, routes, entry points, and what starts it all."""
