//! From tokens to formatted text, for files and terminals.

use proc_macro2::TokenStream;

/// Formatted Rust. Tokens that are no file, which `emit` does not give, come out unformatted.
pub(crate) fn render(tokens: &TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => tokens.to_string(),
    }
}
