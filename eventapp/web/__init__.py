"""THE FRONT DESK: one package a feature; pages, forms, access."""
