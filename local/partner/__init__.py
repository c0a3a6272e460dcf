"""A partner on one machine: a province's older one-stop shop with dossiers, words and papers of its own."""
