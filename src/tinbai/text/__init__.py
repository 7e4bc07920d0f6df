"""Text: normal forms, tokens, sentences, and the wrapped segmenter."""
