"""Files as they were at an earlier commit. The only place where git is called."""
