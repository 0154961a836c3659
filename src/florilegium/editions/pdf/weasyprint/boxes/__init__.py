"""From WeasyPrint's boxes to paragraphs, and back."""
