//! The grammar against the language's own suite, and properties of the parser.
