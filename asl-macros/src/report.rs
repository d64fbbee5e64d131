//! From arguments to the expansion, with everything that is wrong in it.

use crate::args::{Args, VersionArgs};
use crate::file::{self, Found};
use asl_compiler::report::{Style, render};
use asl_compiler::{Diagnostic, Severity, Source, Version, compile, empty, outline};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

/// The module, with errors inside it and warnings beside it.
pub(crate) fn expand(mut args: Args) -> TokenStream {
    let mut errors: TokenStream = args.errors.iter().map(syn::Error::to_compile_error).collect();
    let Some(path) = args.path.clone() else { return errors };
    args.options.versions = read_all(&mut args.versions, &mut errors);
    args.options.compatible_with = read_all(&mut args.compatible_with, &mut errors);
    let Found { source, path: include } = match file::find(&path) {
        Ok(found) => found,
        Err(message) => {
            errors.extend(error(path.span(), &message));
            return empty(&args.options, &errors);
        }
    };
    args.options.include = include;
    args.options.picture = is_documented();
    let compiled = compile(&source, &args.options);
    let mut warnings = TokenStream::new();
    let mut warn = |span, note: &str| warnings.extend(warning(span, note));
    for diagnostic in &compiled.diagnostics {
        let text = snippet(&source, diagnostic);
        match diagnostic.severity {
            Severity::Warning => warn(path.span(), &text),
            Severity::Error | Severity::Doomed => errors.extend(error(path.span(), &text)),
        }
    }
    for (place, found) in &compiled.versions {
        let Some(version) = args.options.version(place) else { continue };
        let span = args.span_of(place).unwrap_or_else(|| path.span());
        errors.extend(found.iter().map(|found| error(span, &snippet(&version.source, found))));
    }
    for problem in &compiled.problems {
        let span = args.span_of(&problem.place).unwrap_or_else(|| path.span());
        if problem.is_error() {
            errors.extend(error(span, &problem.to_string()));
        } else {
            warn(span, &problem.to_string());
        }
    }
    let module = match compiled.tokens {
        Some(tokens) if errors.is_empty() => tokens,
        _ => outline(&source, &args.options, &errors),
    };
    quote!(#module #warnings)
}

/// Reads the files of older versions. One that cannot be read is dropped, and is among the errors.
fn read_all(versions: &mut Vec<VersionArgs>, errors: &mut TokenStream) -> Vec<Version> {
    let mut read = Vec::with_capacity(versions.len());
    versions.retain(|version| match file::find(&version.path) {
        Ok(Found { source, path: include }) => {
            read.push(Version {
                name: version.name.clone(),
                source,
                include,
                substitutions: version.substitutions.clone(),
            });
            true
        }
        Err(message) => {
            errors.extend(error(version.path.span(), &message));
            false
        }
    });
    read
}

/// Whether this is rustdoc: nobody else shows the picture, and drawing takes longer than the rest.
fn is_documented() -> bool {
    std::env::current_exe().is_ok_and(|program| program.file_stem().is_some_and(|name| name == "rustdoc"))
}

/// A rendered diagnostic without its first word, which rustc says itself.
fn snippet(source: &Source, diagnostic: &Diagnostic) -> String {
    let text = render(source, diagnostic, Style::Plain);
    let id = diagnostic.code.info().id;
    match text.split_once(&format!("[{id}]: ")) {
        Some((_, rest)) => match rest.split_once('\n') {
            Some((title, rest)) => format!("{title} [{id}]\n{rest}"),
            None => format!("{rest} [{id}]"),
        },
        None => text,
    }
}

fn error(span: Span, message: &str) -> TokenStream {
    quote_spanned!(span=> ::core::compile_error! { #message })
}

/// The one thing on stable that makes rustc print a warning: a deprecated constant that is used.
fn warning(span: Span, note: &str) -> TokenStream {
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #note)]
            const ASL_WARNING: () = ();
            ASL_WARNING
        };
    }
}
