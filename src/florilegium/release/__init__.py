"""The release: how finished files reach the folder from which readers get them."""
