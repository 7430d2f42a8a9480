"""What the pages of this floor read, one module per noun."""
