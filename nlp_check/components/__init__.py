"""Components find: each module reads one kind of thing out of a note and knows no rule and no payer."""
