"""What a publication holds beside its pages: pictures, fonts, style sheets, cover."""
