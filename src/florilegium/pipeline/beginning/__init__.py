"""How a book begins: the articles in a folder, as a first manifest names them."""
