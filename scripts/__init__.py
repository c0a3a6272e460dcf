"""Small programs of the house: environments, generated documents."""
