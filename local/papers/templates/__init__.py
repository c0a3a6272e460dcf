"""One function for each kind of paper: facts and a source of chance in, a sheet of blocks out."""
