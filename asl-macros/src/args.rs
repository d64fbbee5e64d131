//! What stands between the parentheses of `asl_workflow!`.
//!
//! Every mistake is collected with its place; after one, reading goes on at the next field.

use asl_compiler::diagnostic::{near, quoted_list};
use asl_compiler::{OptionPlace, Options, TaskTypes};
use proc_macro2::{Ident, Span};
use std::collections::BTreeMap;
use std::path::Path;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, LitStr, Token, Type, braced, bracketed, parenthesized, token};

/// The arguments, as far as they could be read.
pub(crate) struct Args {
    /// The definition's path; when it is missing, that is among the errors.
    pub(crate) path: Option<LitStr>,
    pub(crate) options: Options,
    pub(crate) errors: Vec<syn::Error>,
    /// Where the names of options stand.
    places: BTreeMap<OptionPlace, Span>,
}

const FIELDS: [&str; 8] = ["path", "name", "input", "output", "tasks", "substitutions", "allow", "crate"];

impl Args {
    /// Where an option stands.
    pub(crate) fn span_of(&self, place: &OptionPlace) -> Option<Span> {
        self.places.get(place).copied()
    }

    fn note(&mut self, span: Span, message: impl std::fmt::Display) {
        self.errors.push(syn::Error::new(span, message));
    }

    /// Notes where an option stands, unless it is there already.
    fn claim(&mut self, place: OptionPlace, span: Span) -> bool {
        if let Some(name) = self.places.contains_key(&place).then(|| place.clone()) {
            let (OptionPlace::Task(name) | OptionPlace::Substitution(name) | OptionPlace::Allow(name)) = name;
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
        let mut args = Self { path: None, options, errors: Vec::new(), places: BTreeMap::new() };
        let start = input.span();
        let mut seen = BTreeMap::new();
        if input.peek(LitStr) {
            args.path = Some(input.parse()?);
            seen.insert("path".to_owned(), start);
            args.next_field(input);
        }
        while !input.is_empty() {
            if let Err(error) = args.field(input, &mut seen) {
                args.errors.push(error);
                skip(input);
            }
            args.next_field(input);
        }
        if args.path.is_none() && !seen.contains_key("path") {
            let message = "the path of the definition is missing: write `asl_workflow!(\"name.asl.json\")`";
            args.note(start, message);
        }
        if let Some(path) = args.path.as_ref().filter(|_| args.options.name.is_empty()) {
            args.options.name = Options::name_of_file(Path::new(&path.value()));
        }
        Ok(args)
    }
}

impl Args {
    /// The comma behind a field.
    fn next_field(&mut self, input: ParseStream<'_>) {
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            self.note(input.span(), "expected `,`");
            skip(input);
            // The comma, if that is what stopped it.
            let _ = input.parse::<Token![,]>();
        }
    }

    fn field(&mut self, input: ParseStream<'_>, seen: &mut BTreeMap<String, Span>) -> syn::Result<()> {
        let name = field_name(input)?;
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
            input.parse::<Token![:]>()?;
        }
        match text.as_str() {
            "path" => self.path = Some(input.parse()?),
            "name" => self.options.name = module_name(input)?,
            "input" => self.options.input = Some(input.parse()?),
            "output" => self.options.output = Some(input.parse()?),
            "tasks" => self.tasks(input)?,
            "substitutions" => self.substitutions(input)?,
            "allow" => self.allow(input)?,
            _ => self.options.runtime = input.call(syn::Path::parse_mod_style)?,
        }
        Ok(())
    }

    /// `{ "ReserveStock": (Reserve) -> Reservation, … }`.
    fn tasks(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let content;
        braced!(content in input);
        while !content.is_empty() {
            let (name, span) = key(&content, "the name of a task")?;
            content.parse::<Token![:]>()?;
            let types = task_types(&content)?;
            if self.claim(OptionPlace::Task(name.clone()), span) {
                self.options.tasks.insert(name, types);
            }
            comma(&content)?;
        }
        Ok(())
    }

    /// `{ "Name": "value", … }`.
    fn substitutions(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let content;
        braced!(content in input);
        while !content.is_empty() {
            let (name, span) = key(&content, "the name of a placeholder")?;
            content.parse::<Token![:]>()?;
            let value = content.parse::<LitStr>().map_err(|error| {
                syn::Error::new(error.span(), "expected the placeholder's value, a string literal")
            })?;
            if self.claim(OptionPlace::Substitution(name.clone()), span) {
                self.options.substitutions.insert(name, value.value());
            }
            comma(&content)?;
        }
        Ok(())
    }

    /// `[ASL0313, unknown-context-field, doomed]`.
    fn allow(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let content;
        bracketed!(content in input);
        while !content.is_empty() {
            let (name, span) = code(&content)?;
            if self.claim(OptionPlace::Allow(name.clone()), span) {
                self.options.allow.push(name);
            }
            comma(&content)?;
        }
        Ok(())
    }
}

fn field_name(input: ParseStream<'_>) -> syn::Result<Ident> {
    input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(error.span(), "expected the name of a field, such as `name: checkout`")
    })
}

/// An identifier, or a string for those who think of it as text.
fn module_name(input: ParseStream<'_>) -> syn::Result<String> {
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return match text.parse::<Ident>() {
            Ok(name) => Ok(name.to_string()),
            Err(_) => Err(syn::Error::new(text.span(), "the name of a module must be an identifier")),
        };
    }
    let name: Ident = input
        .parse()
        .map_err(|error| syn::Error::new(error.span(), format!("{error}, for the name of the module")))?;
    Ok(name.unraw().to_string())
}

/// A name in quotes, or without them where it is an identifier.
fn key(input: ParseStream<'_>, what: &str) -> syn::Result<(String, Span)> {
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return Ok((text.value(), text.span()));
    }
    let name = input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), format!("expected {what} in quotes")))?;
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
    let arg = if content.is_empty() { None } else { declared(content.parse()?) };
    comma(&content)?;
    if !content.is_empty() {
        return Err(syn::Error::new(content.span(), "a task has one input"));
    }
    let output = if input.parse::<Option<Token![->]>>()?.is_some() { declared(input.parse()?) } else { None };
    Ok(TaskTypes { input: arg, output })
}

fn declared(ty: Type) -> Option<Type> {
    (!matches!(ty, Type::Infer(_))).then_some(ty)
}

/// `ASL0313`, `unknown-context-field` or the same in quotes.
fn code(input: ParseStream<'_>) -> syn::Result<(String, Span)> {
    let (mut name, span) = key(input, "a code, such as `ASL0313` or `unknown-context-field`,")?;
    while input.parse::<Option<Token![-]>>()?.is_some() {
        name.push('-');
        name.push_str(&input.call(Ident::parse_any)?.to_string());
    }
    Ok((name, span))
}

/// A comma, unless this is the end.
fn comma(input: ParseStream<'_>) -> syn::Result<()> {
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}

/// Goes on to the comma before the next field, or to the end. A comma inside a type is not followed by `name:`.
fn skip(input: ParseStream<'_>) {
    while !input.is_empty() {
        if input.peek(Token![,]) && before_field(&input.fork()) {
            return;
        }
        let _ = input.parse::<proc_macro2::TokenTree>();
    }
}

fn before_field(ahead: ParseStream<'_>) -> bool {
    let comma = ahead.parse::<Token![,]>().is_ok();
    let name = ahead.is_empty() || ahead.call(Ident::parse_any).is_ok();
    let colon = ahead.peek(Token![:]) && !ahead.peek(Token![::]);
    comma && name && (ahead.is_empty() || colon || ahead.peek(Token![=]))
}
