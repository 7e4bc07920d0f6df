"""Tables: the declared columns, the rows, the files, their descriptions, and the way back."""
