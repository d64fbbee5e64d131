//! `versions` and `compatible_with`: older versions of the definition.

use super::{Args, braces, expected, key, skip, starts_field};
use asl_compiler::Version;
use proc_macro2::Ident;
use quote::ToTokens;
use std::collections::BTreeMap;
use std::path::Path;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token, bracketed, token};

/// An older version, as far as it could be read.
pub(crate) struct VersionArgs {
    pub(crate) path: LitStr,
    pub(crate) name: String,
    pub(crate) substitutions: BTreeMap<String, String>,
}

const A_VERSION: &str = "the path of an older version, such as `\"order.v1.asl.json\"`";

/// `["order.v1.asl.json", { path: "old/order.asl.json", name: v0 }]`, or one of them without brackets.
pub(super) fn list(args: &mut Args, input: ParseStream<'_>) -> syn::Result<Vec<VersionArgs>> {
    if !input.peek(token::Bracket) {
        return Ok(version(args, input)?.into_iter().collect());
    }
    let content;
    bracketed!(content in input);
    let mut versions = Vec::new();
    while !content.is_empty() {
        match version(args, &content) {
            Ok(version) => versions.extend(version),
            Err(error) => {
                args.errors.push(error);
                skip_version(&content);
            }
        }
        if !content.is_empty() && content.parse::<Token![,]>().is_err() {
            args.note(content.span(), "expected `,`");
            skip_version(&content);
            // There is a comma, or the end.
            let _ = content.parse::<Token![,]>();
        }
    }
    Ok(versions)
}

/// Goes on to the comma before the next version, or to the end.
fn skip_version(content: ParseStream<'_>) {
    while !content.is_empty() && !content.peek(Token![,]) {
        let _ = content.parse::<proc_macro2::TokenTree>();
    }
}

/// One version; none when its path is missing, which is then among the errors.
fn version(args: &mut Args, input: ParseStream<'_>) -> syn::Result<Option<VersionArgs>> {
    if input.peek(LitStr) {
        return Ok(Some(named_after_file(input.parse()?)));
    }
    if !input.peek(token::Brace) {
        return Err(syn::Error::new(input.span(), format!("expected {A_VERSION}")));
    }
    let start = input.span();
    let content = braces(input, A_VERSION)?;
    let (mut path, mut name, mut substitutions) = (None, None, BTreeMap::new());
    while !content.is_empty() {
        let field = content
            .call(Ident::parse_any)
            .and_then(|field| content.parse::<Token![:]>().map(|_| field))
            .map_err(|error| expected(&error, "`path: …`, `name: …` or `substitutions: { … }`"));
        let read = field.and_then(|field| {
            match field.to_string().as_str() {
                "path" => path = Some(content.parse::<LitStr>().map_err(|error| expected(&error, A_VERSION))?),
                "name" => name = Some(name_of(&content)?),
                "substitutions" => substitutions = substitutions_of(&content)?,
                other => {
                    let message = format!("there is no field `{other}`\n= help: the fields of a version are `path`, `name` and `substitutions`");
                    return Err(syn::Error::new(field.span(), message));
                }
            }
            Ok(())
        });
        if let Err(error) = read {
            args.errors.push(error);
            skip(&content);
        }
        if !content.is_empty() && content.parse::<Token![,]>().is_err() {
            args.note(content.span(), "expected `,`");
            if !starts_field(&content.fork()) {
                skip(&content);
                let _ = content.parse::<Token![,]>();
            }
        }
    }
    let Some(path) = path else {
        args.note(start, "the path of the version is missing");
        return Ok(None);
    };
    let version = named_after_file(path);
    Ok(Some(VersionArgs { name: name.unwrap_or(version.name), substitutions, ..version }))
}

fn named_after_file(path: LitStr) -> VersionArgs {
    let name = Version::name_of_file(Path::new(&path.value()));
    VersionArgs { path, name, substitutions: BTreeMap::new() }
}

/// The name of a module: an identifier that is no keyword.
fn name_of(input: ParseStream<'_>) -> syn::Result<String> {
    let name = input
        .call(Ident::parse_any)
        .map_err(|error| expected(&error, "the name of the version, an identifier"))?;
    match syn::parse2::<Ident>(name.to_token_stream()) {
        Ok(_) => Ok(name.unraw().to_string()),
        Err(_) => {
            Err(syn::Error::new(name.span(), format!("`{name}` is a keyword, which cannot name a module")))
        }
    }
}

fn substitutions_of(input: ParseStream<'_>) -> syn::Result<BTreeMap<String, String>> {
    let content = braces(input, "`{ \"Placeholder\": \"value\" }`")?;
    let mut substitutions = BTreeMap::new();
    while !content.is_empty() {
        let (name, span) = key(&content, "the name of a placeholder in quotes")?;
        let colon = content.parse::<Token![:]>();
        colon.map_err(|error| expected(&error, "`:` and the value of the placeholder"))?;
        let value = content.parse::<LitStr>();
        let value =
            value.map_err(|error| expected(&error, "the value of the placeholder, a string literal"))?;
        if substitutions.insert(name.clone(), value.value()).is_some() {
            return Err(syn::Error::new(span, format!("`{name}` is given twice")));
        }
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(substitutions)
}
