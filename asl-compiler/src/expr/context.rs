//! Members of the context object (`$$`): which exist, and what lies below them.

use crate::ir::{Root, Segment};

use super::names::nearest;
use super::path::ParsedPath;
use super::{ExprCode, ExprProblem};

/// A member of the context object.
enum Member {
    /// An object with these members.
    Object(&'static [(&'static str, Member)]),
    /// A string or number: nothing lies below it.
    Scalar,
    /// User data: anything may lie below it.
    Data,
}

/// The members that AWS documents ("Accessing execution data from the Context object") or that recordings
/// show. Some exist only at times (`Task.Token`, `Map.Item`, `State.RetryCount`): the run decides.
const CONTEXT: &[(&str, Member)] = &[
    (
        "Execution",
        Member::Object(&[
            ("Id", Member::Scalar),
            ("Input", Member::Data),
            ("Name", Member::Scalar),
            ("RoleArn", Member::Scalar),
            ("StartTime", Member::Scalar),
            ("RedriveCount", Member::Scalar),
            ("RedriveTime", Member::Scalar),
        ]),
    ),
    (
        "State",
        Member::Object(&[
            ("Name", Member::Scalar),
            ("EnteredTime", Member::Scalar),
            ("RetryCount", Member::Scalar),
        ]),
    ),
    ("StateMachine", Member::Object(&[("Id", Member::Scalar), ("Name", Member::Scalar)])),
    ("Task", Member::Object(&[("Token", Member::Scalar)])),
    (
        "Map",
        Member::Object(&[(
            "Item",
            Member::Object(&[
                ("Index", Member::Scalar),
                ("Value", Member::Data),
                ("Key", Member::Scalar),
                ("Source", Member::Scalar),
            ]),
        )]),
    ),
];

/// Reports a path into the context object that can select nothing, whatever the execution.
///
/// Only the fields at its start are followed: from the first wildcard, filter or `..` on, anything goes.
pub(super) fn check(parsed: &ParsedPath) -> Option<ExprProblem> {
    if parsed.path.root != Root::Context {
        return None;
    }
    let fields = parsed.path.segments.iter().map_while(|segment| match segment {
        Segment::Field(name) => Some(name.as_str()),
        _ => None,
    });
    let unknown = first_unknown("$$", fields)?;
    let span = parsed.spans.get(unknown.index)?.clone();
    let problem = ExprProblem::doomed(ExprCode::UnknownContextField, span, unknown.message, unknown.label);
    Some(problem.maybe_help(unknown.help))
}

/// A member that does not exist, and what to say about it.
pub(super) struct Unknown {
    /// Which of the names it is.
    pub(super) index: usize,
    /// What is wrong.
    pub(super) message: String,
    /// A few words for the place.
    pub(super) label: &'static str,
    /// The name that was meant, or those that exist.
    pub(super) help: Option<String>,
}

/// Follows names from the context object, which is written as `root`, to the first that does not exist.
pub(super) fn first_unknown<'a>(root: &str, names: impl Iterator<Item = &'a str>) -> Option<Unknown> {
    let mut members = CONTEXT;
    let mut parent = root.to_owned();
    for (index, name) in names.enumerate() {
        let Some((_, member)) = members.iter().find(|(known, _)| *known == name) else {
            return Some(unknown(index, name, &parent, members));
        };
        parent = format!("{parent}.{name}");
        members = match member {
            Member::Object(members) => members,
            Member::Scalar => &[],
            Member::Data => return None,
        };
    }
    None
}

fn unknown(index: usize, name: &str, parent: &str, members: &[(&'static str, Member)]) -> Unknown {
    let names = || members.iter().map(|(known, _)| *known);
    let help = if let Some(near) = nearest(name, names()) {
        Some(format!("did you mean `{parent}.{near}`?"))
    } else if members.is_empty() {
        None
    } else {
        Some(format!("`{parent}` has the members {}", names().collect::<Vec<_>>().join(", ")))
    };
    let label = if members.is_empty() { "nothing lies below it" } else { "no such member" };
    Unknown {
        index,
        message: format!("`{parent}` of the context object has no member `{name}`"),
        label,
        help,
    }
}
