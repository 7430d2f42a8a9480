"""Pages that gather from every floor, one module per noun."""
