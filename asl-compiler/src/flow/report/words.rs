//! The words of the findings.

use crate::diagnostic::{Code, Diagnostic, near, quoted_list};
use crate::ir::{State, StateKind};
use crate::source::Span;

use super::super::note::Missing;
use super::super::shape::{Kind, Shape};
use super::super::solve::Gives;
use super::way::Way;

/// As many fields are listed.
const MOST: usize = 8;

/// Points at the state that made a value, and names the states since then.
fn explain(mut diagnostic: Diagnostic, shape: &Shape, way: &Way<'_, '_>) -> Diagnostic {
    if is_vague(shape) {
        return diagnostic;
    }
    if let Some((state, caught)) = way.maker(shape) {
        diagnostic = diagnostic.also(state.place.span(), made(state, caught, shape));
    }
    let since = way.since(shape);
    match since {
        Some(names) if way.is_one => diagnostic.note(format!("so it is on the way {names}")),
        Some(names) => diagnostic.note(format!("from there the data come over {names}")),
        None if way.is_one => diagnostic.note(format!("so it is on the way {}", way.all())),
        None => diagnostic,
    }
}

/// Whether a value may be of any type.
fn is_vague(shape: &Shape) -> bool {
    Kind::ALL.iter().all(|kind| shape.has(*kind))
}

/// What a state did to the data.
fn made(state: &State, caught: bool, shape: &Shape) -> String {
    let what = shape.describe();
    if caught && shape.is_only(Kind::Object) {
        return "an error that is caught here takes the place of the data".to_owned();
    }
    match &state.kind {
        // Fields may have been added since.
        _ if shape.is_only(Kind::Object) => "this makes the object".to_owned(),
        StateKind::Parallel(_) if shape.is_only(Kind::Array) => {
            "this gives an array with the output of each branch".to_owned()
        }
        StateKind::Map(_) if shape.is_only(Kind::Array) => {
            "this gives an array with the output of each iteration".to_owned()
        }
        _ => format!("this makes {what}"),
    }
}

/// A path that selects nothing.
pub(super) fn missing(code: Code, missing: &Missing, way: &Way<'_, '_>) -> Diagnostic {
    let Missing { path, step, field, before, holder, in_context } = missing;
    let verb = if way.is_one { "may select" } else { "selects" };
    let (reason, label) = match field {
        Some(name) if holder.has(Kind::Object) && *in_context => {
            (format!("the context object has no `{name}` here"), "not at this place".to_owned())
        }
        Some(name) if holder.has(Kind::Object) => {
            (format!("no state sets `{name}` on the way here"), "no such field".to_owned())
        }
        Some(name) => {
            (format!("`{before}` is {}", holder.describe()), format!("`{name}` is a field of objects only"))
        }
        None if holder.has(Kind::Array) => {
            let len = holder.array.as_ref().and_then(|array| array.len()).unwrap_or_default();
            let elements = if len == 1 { "1 element".to_owned() } else { format!("{len} elements") };
            (format!("`{before}` has {elements}"), "beyond the end of the array".to_owned())
        }
        None => (format!("`{before}` is {}", holder.describe()), "an index is for arrays only".to_owned()),
    };
    let members = holder.members();
    let help = match field {
        Some(name) if holder.has(Kind::Object) => match near(name, members.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if (1..=MOST).contains(&members.len()) => {
                let list = quoted_list(members.iter().copied(), "and");
                let fields = if members.len() == 1 { "field" } else { "fields" };
                Some(format!("`{before}` has the {fields} {list}"))
            }
            None => None,
        },
        Some(_) if holder.is_only(Kind::Array) => {
            Some(format!("name an element, as in `{before}[0]`, or give the array a name with `ResultPath`"))
        }
        _ => None,
    };
    let diagnostic = Diagnostic::new(code, *step, format!("`{path}` {verb} nothing: {reason}"))
        .label(label)
        .maybe_help(help);
    if *in_context {
        return diagnostic.note(
            "`$$.Map` is there only inside of a Map, `$$.Task` only in a task that waits for a token"
                .to_owned(),
        );
    }
    explain(diagnostic, holder, way)
}

/// A variable that is read before it is assigned.
pub(super) fn unassigned(
    code: Code,
    span: Span,
    (variable, known): (&str, &[String]),
    places: &[Span],
    way: &Way<'_, '_>,
) -> Diagnostic {
    let message = if way.is_one {
        format!("the variable `{variable}` may have no value here")
    } else {
        format!("the variable `{variable}` has no value here")
    };
    let label = if places.is_empty() { "no state assigns it" } else { "no state before this one assigns it" };
    let help = if places.is_empty() {
        let guess = near(variable, known.iter().map(String::as_str));
        Some(match guess {
            Some(guess) => format!("did you mean `${guess}`?"),
            None => format!("assign it in a state before, or write `$.{variable}` for a field of the input"),
        })
    } else {
        Some("assign it on every way to this state".to_owned())
    };
    let mut diagnostic = Diagnostic::new(code, span, message).label(label).maybe_help(help);
    for place in places.iter().take(3) {
        let label = match () {
            () if way.is_own(*place) => "assigned here, which the states after this one see",
            () if way.is_one => "assigned here",
            () => "assigned here, which is too late or out of sight",
        };
        diagnostic = diagnostic.also(*place, label);
    }
    if way.is_one {
        diagnostic = diagnostic.note(format!("the way {} does not assign it", way.all()));
    }
    diagnostic
}

/// A value that is not what an argument, a field or a Map takes.
pub(super) fn unfit(
    code: Code,
    span: Span,
    (taker, wanted): (&str, &str),
    found: &Shape,
    way: &Way<'_, '_>,
) -> Diagnostic {
    let verb = if way.is_one { "may be" } else { "is" };
    let what = found.describe();
    let diagnostic = Diagnostic::new(code, span, format!("{taker} takes {wanted}, and this {verb} {what}"))
        .label(format!("{verb} {what}"));
    explain(diagnostic, found, way)
}

/// A `ResultPath` that cannot be applied.
pub(super) fn no_place(code: Code, span: Span, path: &str, found: &Shape, way: &Way<'_, '_>) -> Diagnostic {
    let what = if found.is_only(Kind::Object) {
        format!("what is at `{path}` or above it in the state's input is no object")
    } else {
        format!("the state's input is {}", found.describe())
    };
    let cannot = if way.is_one { "may not fit" } else { "does not fit" };
    let diagnostic = Diagnostic::new(code, span, format!("`{path}` {cannot}: {what}"))
        .label("the result has no place")
        .help("leave `ResultPath` out to replace the data, or let a state before make them an object");
    explain(diagnostic, found, way)
}

/// A comparison that is always false because of its type.
pub(super) fn other_type(
    code: Code,
    span: Span,
    (operator, wanted): (&str, Kind),
    found: &Shape,
    way: &Way<'_, '_>,
) -> Diagnostic {
    let what = found.describe();
    let message =
        format!("`{operator}` is always false here: it compares {}, and this is {what}", plural(wanted));
    let family = [(Kind::String, "String"), (Kind::Number, "Numeric"), (Kind::Boolean, "Boolean")]
        .into_iter()
        .find(|(kind, _)| found.is_only(*kind));
    let help = match family {
        Some((_, family)) => Some(format!("use one of the operators `{family}…`")),
        None if found.is_only(Kind::Null) => Some("test for null with `IsNull`".to_owned()),
        None => None,
    };
    let diagnostic = Diagnostic::new(code, span, message).label(format!("is {what}")).maybe_help(help);
    explain(diagnostic, found, way)
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "booleans",
        Kind::Number => "numbers",
        Kind::String => "strings",
        Kind::Array => "arrays",
        Kind::Object => "objects",
    }
}

/// A rule that always or never matches.
pub(super) fn decided(
    code: Code,
    span: Span,
    shown: &[(String, Shape, Span)],
    way: &Way<'_, '_>,
    always: bool,
) -> Diagnostic {
    let (message, label) = if always {
        ("this rule always matches, so what follows it is never used", "always true")
    } else {
        ("this rule can never match", "always false")
    };
    let mut diagnostic = Diagnostic::new(code, span, message).label(label);
    for (path, shape, _) in shown.iter().take(3) {
        diagnostic = diagnostic.note(if shape.is_never() {
            format!("`{path}` is never there")
        } else if shape.is_any() {
            format!("`{path}` is always there: without it a test before would have failed")
        } else if is_vague(shape) {
            format!("a rule before takes every `{path}` that this one asks for")
        } else {
            format!("`{path}` is always {}", shape.describe())
        });
    }
    match shown.first() {
        Some((_, shape, _)) => explain(diagnostic, shape, way),
        None => diagnostic,
    }
}

/// A Choice without `Default` none of whose rules matches.
pub(super) fn no_match(code: Code, span: Span, way: &Way<'_, '_>) -> Diagnostic {
    let name = way.here().map_or("", |state| state.name.as_str());
    let cannot = if way.is_one { "may match" } else { "can match" };
    let diagnostic =
        Diagnostic::new(code, span, format!("no rule of `{name}` {cannot}, and it has no `Default`"))
            .label("fails here")
            .help("add a `Default`");
    if way.is_one { diagnostic.note(format!("so it is on the way {}", way.all())) } else { diagnostic }
}

/// A state that no data reach, and one before it that they do reach.
pub(super) fn unreachable(state: &State, from: &State, gives: Gives) -> Diagnostic {
    let (name, before) = (&state.name, &from.name);
    let (why, label) = match (&from.kind, gives) {
        (StateKind::Map(_), Gives::NotEntered) => ("the items of", "its array is always empty"),
        (StateKind::Map(_), Gives::Nothing) => ("each iteration of", "its processor can only fail"),
        (StateKind::Parallel(_), Gives::Nothing) => ("a branch of", "one of its branches can only fail"),
        _ => ("", "it always leads elsewhere"),
    };
    let message = match (gives, why) {
        (Gives::NotEntered, _) => format!("the state `{name}` is never reached: `{before}` has no items"),
        (_, "") => format!("the state `{name}` is never reached: `{before}` always leads elsewhere"),
        (_, part) => format!("the state `{name}` is never reached: {part} `{before}` always fails"),
    };
    Diagnostic::new(Code::UnreachableByData, state.place.span(), message)
        .label("no data come here")
        .also(from.place.span(), label)
}
