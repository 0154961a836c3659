"""What any edition for screens needs: links between files, languages, page marks, pictures."""
