"""What keeps the house honest: checks of the tree and the generated pages. Not part of the installed package."""
