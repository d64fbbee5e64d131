//! What stands between the parentheses of `asl_workflow!`.
//!
//! Every mistake is collected with its place; after one, reading goes on at the next field.

#[cfg(test)]
mod tests;
mod version;

pub(crate) use version::VersionArgs;

use asl_compiler::diagnostic::{near, quoted_list};
use asl_compiler::{OptionPlace, Options, TaskTypes};
use proc_macro2::{Ident, Span, TokenTree};
use quote::ToTokens;
use std::collections::BTreeMap;
use std::path::Path;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseBuffer, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, LitStr, Token, Type, braced, bracketed, parenthesized, token};

/// The arguments, as far as they could be read.
pub(crate) struct Args {
    /// The definition's path; when it is missing, that is among the errors.
    pub(crate) path: Option<LitStr>,
    /// Everything but the older versions, whose files are not read yet.
    pub(crate) options: Options,
    pub(crate) versions: Vec<VersionArgs>,
    pub(crate) compatible_with: Vec<VersionArgs>,
    pub(crate) errors: Vec<syn::Error>,
    /// Where the names of options stand.
    places: BTreeMap<OptionPlace, Span>,
}

const FIELDS: [&str; 10] = [
    "path",
    "name",
    "input",
    "output",
    "tasks",
    "substitutions",
    "versions",
    "compatible_with",
    "allow",
    "crate",
];

impl Args {
    /// Where an option stands.
    pub(crate) fn span_of(&self, place: &OptionPlace) -> Option<Span> {
        let version = match place {
            OptionPlace::Version(index) => self.versions.get(*index),
            OptionPlace::CompatibleWith(index) => self.compatible_with.get(*index),
            OptionPlace::Task(_) | OptionPlace::Substitution(_) | OptionPlace::Allow(_) => {
                return self.places.get(place).copied();
            }
        };
        version.map(|version| version.path.span())
    }

    fn note(&mut self, span: Span, message: impl std::fmt::Display) {
        self.errors.push(syn::Error::new(span, message));
    }

    /// Notes where an option stands, unless it is there already.
    fn claim(&mut self, name: &str, place: OptionPlace, span: Span) -> bool {
        if self.places.contains_key(&place) {
            self.note(span, format!("`{name}` is given twice"));
            return false;
        }
        self.places.insert(place, span);
        true
    }
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Options::new("");
        options.attributes = input.call(Attribute::parse_outer)?;
        options.visibility = input.parse()?;
        let mut args = Self {
            path: None,
            options,
            versions: Vec::new(),
            compatible_with: Vec::new(),
            errors: Vec::new(),
            places: BTreeMap::new(),
        };
        let start = input.span();
        let mut seen = BTreeMap::new();
        if input.peek(LitStr) {
            args.path = Some(input.parse()?);
        } else if !input.is_empty() && !starts_field(&input.fork()) {
            args.note(start, format!("expected {A_PATH}"));
            skip(input);
        }
        if args.path.is_some() || !args.errors.is_empty() {
            seen.insert("path".to_owned(), start);
            args.comma(input);
        }
        while !input.is_empty() {
            if let Err(error) = args.field(input, &mut seen) {
                args.errors.push(error);
                skip(input);
            }
            args.comma(input);
        }
        if !seen.contains_key("path") {
            args.note(
                start,
                "the path of the definition is missing: write `asl_workflow!(\"name.asl.json\")`",
            );
        }
        if let Some(path) = args.path.clone().filter(|_| args.options.name.is_empty()) {
            args.options.name = Options::name_of_file(Path::new(&path.value()));
            if args.options.name.is_empty() && !path.value().is_empty() {
                args.note(path.span(), "the file's name gives no name for the module: add `name: order`");
            }
        }
        Ok(args)
    }
}

const A_PATH: &str = "the path of the definition, a string literal";

impl Args {
    /// The comma behind a field. Where only that is missing, the next field is read all the same.
    fn comma(&mut self, input: ParseStream<'_>) {
        if input.is_empty() || input.parse::<Token![,]>().is_ok() {
            return;
        }
        self.note(input.span(), "expected `,`");
        if !starts_field(&input.fork()) {
            skip(input);
            // There is a comma, or the end.
            let _ = input.parse::<Token![,]>();
        }
    }

    fn field(&mut self, input: ParseStream<'_>, seen: &mut BTreeMap<String, Span>) -> syn::Result<()> {
        let name = input
            .call(Ident::parse_any)
            .map_err(|error| expected(&error, "the name of a field, such as `name: checkout`"))?;
        let text = name.unraw().to_string();
        if !FIELDS.contains(&text.as_str()) {
            let help = match near(&text, FIELDS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the fields are {}", quoted_list(FIELDS, "and")),
            };
            return Err(syn::Error::new(name.span(), format!("there is no field `{text}`\n= help: {help}")));
        }
        if seen.insert(text.clone(), name.span()).is_some() {
            return Err(syn::Error::new(name.span(), format!("`{text}` is given twice")));
        }
        // `crate = path` is how attributes of other crates write it.
        if !(text == "crate" && input.parse::<Option<Token![=]>>()?.is_some()) {
            let colon = input.parse::<Token![:]>();
            colon.map_err(|error| expected(&error, &format!("`:` and the value of `{text}`")))?;
        }
        match text.as_str() {
            "path" => {
                let path: LitStr = input.parse().map_err(|error| expected(&error, A_PATH))?;
                self.path = Some(path);
            }
            "name" => self.name(input)?,
            "input" => self.options.input = Some(a_type(input)?),
            "output" => self.options.output = Some(a_type(input)?),
            "tasks" => {
                let content = braces(input, "`{ \"Task\": (Input) -> Output }`")?;
                self.entries(&content, Self::task, starts_entry);
            }
            "substitutions" => {
                let content = braces(input, "`{ \"Placeholder\": \"value\" }`")?;
                self.entries(&content, Self::substitution, starts_entry);
            }
            "versions" => self.versions = version::list(self, input)?,
            "compatible_with" => self.compatible_with = version::list(self, input)?,
            "allow" => {
                let content = brackets(input, "codes in brackets, such as `[ASL0313]`")?;
                self.entries(&content, Self::allowed, |_| true);
            }
            _ => {
                let path = input.call(syn::Path::parse_mod_style);
                let path = path.map_err(|error| expected(&error, "a path such as `::asl_runtime`"))?;
                self.options.runtime = path;
            }
        }
        Ok(())
    }

    /// An identifier. After a mistake the module gets a name that is near, so that fewer uses of it are reported, too.
    fn name(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            if text.parse::<Ident>().is_err() {
                self.note(text.span(), "the name of a module must be an identifier");
            }
            self.options.name = text.value();
            return Ok(());
        }
        let name = input
            .call(Ident::parse_any)
            .map_err(|error| expected(&error, "the name of the module, an identifier"))?;
        self.options.name = name.unraw().to_string();
        if syn::parse2::<Ident>(name.to_token_stream()).is_err() {
            self.note(name.span(), format!("`{name}` is a keyword, which cannot name a module"));
        }
        Ok(())
    }

    /// Entries with commas between them, each with its own mistakes; after one, reading goes on where `starts` says
    /// that an entry does.
    fn entries(
        &mut self,
        content: ParseStream<'_>,
        entry: fn(&mut Self, ParseStream<'_>) -> syn::Result<()>,
        starts: fn(ParseStream<'_>) -> bool,
    ) {
        while !content.is_empty() {
            let comma = entry(self, content).and_then(|()| {
                if content.is_empty() {
                    return Ok(());
                }
                content.parse::<Token![,]>().map(drop)
            });
            if let Err(error) = comma {
                self.errors.push(error);
                skip_entry(content, starts);
            }
        }
    }

    /// `"ReserveStock": (Reserve) -> Reservation`.
    fn task(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let (name, span) = key(input, "the name of a task in quotes")?;
        let colon = input.parse::<Token![:]>();
        colon.map_err(|error| expected(&error, "`: (Input) -> Output`, the types of the task"))?;
        let types = task_types(input)?;
        if self.claim(&name, OptionPlace::Task(name.clone()), span) {
            self.options.tasks.insert(name, types);
        }
        Ok(())
    }

    /// `"Name": "value"`.
    fn substitution(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let (name, span) = key(input, "the name of a placeholder in quotes")?;
        let colon = input.parse::<Token![:]>();
        colon.map_err(|error| expected(&error, "`:` and the value of the placeholder"))?;
        let value: LitStr = input
            .parse()
            .map_err(|error| expected(&error, "the value of the placeholder, a string literal"))?;
        if self.claim(&name, OptionPlace::Substitution(name.clone()), span) {
            self.options.substitutions.insert(name, value.value());
        }
        Ok(())
    }

    /// `ASL0313`, `unknown-context-field` or the same in quotes.
    fn allowed(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let (mut name, span) = key(input, "a code, such as `ASL0313` or `unknown-context-field`")?;
        while input.parse::<Option<Token![-]>>()?.is_some() {
            name.push('-');
            name.push_str(&input.call(Ident::parse_any)?.to_string());
        }
        if self.claim(&name, OptionPlace::Allow(name.clone()), span) {
            self.options.allow.push(name);
        }
        Ok(())
    }
}

/// What should stand where syn found something else; its own words list tokens.
fn expected(error: &syn::Error, what: &str) -> syn::Error {
    syn::Error::new(error.span(), format!("expected {what}"))
}

fn a_type(input: ParseStream<'_>) -> syn::Result<Type> {
    input.parse().map_err(|error| expected(&error, "a type"))
}

fn braces<'a>(input: ParseStream<'a>, what: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(token::Brace) {
        return Err(syn::Error::new(input.span(), format!("expected {what}")));
    }
    let content;
    braced!(content in input);
    Ok(content)
}

fn brackets<'a>(input: ParseStream<'a>, what: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(token::Bracket) {
        return Err(syn::Error::new(input.span(), format!("expected {what}")));
    }
    let content;
    bracketed!(content in input);
    Ok(content)
}

/// A name in quotes, or without them where it is an identifier.
fn key(input: ParseStream<'_>, what: &str) -> syn::Result<(String, Span)> {
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return Ok((text.value(), text.span()));
    }
    let name = input.call(Ident::parse_any).map_err(|error| expected(&error, what))?;
    Ok((name.unraw().to_string(), name.span()))
}

/// `(Reserve) -> Reservation`; see the macro for what may be left out.
fn task_types(input: ParseStream<'_>) -> syn::Result<TaskTypes> {
    if !input.peek(token::Paren) {
        let message = "expected the types of the task: `(Input) -> Output`, or `() -> Output`";
        return Err(syn::Error::new(input.span(), message));
    }
    let content;
    parenthesized!(content in input);
    let arguments = content.call(Punctuated::<Type, Token![,]>::parse_terminated);
    // What is left over inside would be reported once more.
    while !content.is_empty() {
        content.parse::<TokenTree>()?;
    }
    let mut arguments = arguments.map_err(|error| expected(&error, "a type"))?.into_iter();
    let argument = arguments.next().and_then(declared);
    if let Some(second) = arguments.next() {
        return Err(syn::Error::new(second.span(), "a task has one input"));
    }
    let output = if input.parse::<Option<Token![->]>>()?.is_some() { declared(a_type(input)?) } else { None };
    Ok(TaskTypes { input: argument, output })
}

fn declared(ty: Type) -> Option<Type> {
    (!matches!(ty, Type::Infer(_))).then_some(ty)
}

/// Goes on to the comma before the next field, or to the end. A comma inside a type is not followed by `name:`.
fn skip(input: ParseStream<'_>) {
    while !input.is_empty() {
        let ahead = input.fork();
        if ahead.parse::<Token![,]>().is_ok() && (ahead.is_empty() || starts_field(&ahead)) {
            return;
        }
        let _ = input.parse::<TokenTree>();
    }
}

/// `"name":` or `name:`.
fn starts_entry(ahead: ParseStream<'_>) -> bool {
    ahead.peek(LitStr) && ahead.peek2(Token![:]) || starts_field(ahead)
}

/// Goes on behind the comma before the next entry, or to the end.
fn skip_entry(content: ParseStream<'_>, starts: fn(ParseStream<'_>) -> bool) {
    while !content.is_empty() {
        let ahead = content.fork();
        if ahead.parse::<Token![,]>().is_ok() && (ahead.is_empty() || starts(&ahead)) {
            let _ = content.parse::<Token![,]>();
            return;
        }
        let _ = content.parse::<TokenTree>();
    }
}

/// `name:` or `name =`, but not `name::`.
fn starts_field(ahead: ParseStream<'_>) -> bool {
    let name = ahead.call(Ident::parse_any).is_ok();
    name && (ahead.peek(Token![:]) && !ahead.peek(Token![::]) || ahead.peek(Token![=]))
}
