"""Small dated tables as data: procedure codes, pair edits and daily maxima, chosen by date of service."""
