"""Works that a text cites as data: what its fields, its marks and its bibliographies say of them."""
