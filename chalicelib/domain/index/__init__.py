"""The service index of QĐ 766/QĐ-TTg, as the national portal computes it: pure, over what was told of each dossier."""
