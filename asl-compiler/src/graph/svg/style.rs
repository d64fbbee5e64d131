//! Colours and icons.

use std::fmt::Write;

use super::super::layout::{BADGE, CAPTION, LABEL, NAME};
use super::super::model::NodeKind;

/// Where the picture stands, which decides how it learns of a dark surrounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a file of its own: by the reader's preference.
    File,
    /// In a page of rustdoc: by the theme chosen there, and by the preference where there is none.
    Page,
}

/// A class with its properties in light, and those that differ in dark.
const COLOURS: &[(&str, &str, &str)] = &[
    (".c", "fill:#fff;stroke:#d8dde4", "fill:#14181e;stroke:#323a46"),
    (".b", "fill:#fff;stroke:#b8c0cb", "fill:#1e242d;stroke:#4a5564"),
    (".g", "fill:#7d8998;fill-opacity:.08;stroke:#9aa5b3", "stroke:#566273"),
    (".p", "fill:#7d8998;fill-opacity:.07", ""),
    (".s", "fill:#fff3d6;stroke:#dca529", "fill:#3a2f15;stroke:#a87f25"),
    (".n", "fill:#16191f", "fill:#e8ebf0"),
    (".m,.k", "fill:#566170", "fill:#a3aebc"),
    (".q", "fill:#7d8998;fill-opacity:.18", "fill-opacity:.3"),
    (".e", "stroke:#7c8796", "stroke:#8592a3"),
    (".h", "fill:#7c8796", "fill:#8592a3"),
    (".l", "fill:#edf0f4", "fill:#29313c"),
    (".t", "fill:#2b3644", "fill:#d3dae4"),
    (".x .e", "stroke:#d2421f", "stroke:#f0735a"),
    (".x .h", "fill:#d2421f", "fill:#f0735a"),
    (".x .l", "fill:#fdebe7", "fill:#43211b"),
    (".x .t", "fill:#a42e0f", "fill:#ffab99"),
];

/// What is the same in light and dark.
const FIXED: &[(&str, &str)] = &[
    (".e", "fill:none;stroke-width:1.5"),
    (".x .e", "stroke-dasharray:5 3"),
    (".u", "opacity:.5"),
    (".u .b,.u .g", "stroke-dasharray:4 3"),
    (".f .b", "stroke:#d2421f;stroke-dasharray:4 3"),
];

/// The style sheet. Every rule holds in this picture only: in a page, styles are not kept apart.
pub(super) fn sheet(id: &str, place: Place) -> String {
    let mut out = String::with_capacity(3000);
    match place {
        Place::File => {
            all(&mut out, id, COLOURS.iter().map(|(classes, light, _)| (*classes, (*light).to_owned())));
        }
        Place::Page => all(&mut out, id, COLOURS.iter().map(|it| (it.0, variable(it)))),
    }
    all(&mut out, id, FIXED.iter().map(|(classes, properties)| (*classes, (*properties).to_owned())));
    for (class, (size, _)) in [(".n", NAME), (".m", CAPTION), (".k", BADGE), (".t", LABEL)] {
        rule(&mut out, id, class, &format!("font-size:{}.{}px", size / 10, size % 10));
    }
    match place {
        // Not every program that draws files knows variables, so the rules come twice.
        Place::File => {
            out.push_str("@media(prefers-color-scheme:dark){");
            all(&mut out, id, COLOURS.iter().map(|(classes, _, dark)| (*classes, (*dark).to_owned())));
            out.push('}');
        }
        Place::Page => {
            let (light, dark) = (values(false), values(true));
            let _ = write!(
                out,
                "#{id}{{{light}}}@media(prefers-color-scheme:dark){{:root:not([data-theme]) #{id}{{{dark}}}}}\
                 :is([data-theme=dark],[data-theme=ayu]) #{id}{{{dark}}}"
            );
        }
    }
    out
}

fn all<'a>(out: &mut String, id: &str, rules: impl Iterator<Item = (&'a str, String)>) {
    for (classes, properties) in rules {
        rule(out, id, classes, &properties);
    }
}

fn rule(out: &mut String, id: &str, classes: &str, properties: &str) {
    if properties.is_empty() {
        return;
    }
    let selectors: Vec<String> = classes.split(',').map(|class| format!("#{id} {class}")).collect();
    let _ = write!(out, "{}{{{properties}}}", selectors.join(","));
}

/// Names and values of properties.
fn pairs(properties: &str) -> impl Iterator<Item = (&str, &str)> {
    properties.split(';').filter_map(|property| property.split_once(':'))
}

/// A variable's name: the classes' letters, and the property's first.
fn variable_name(classes: &str, property: &str) -> String {
    let letters: String = classes.chars().filter(char::is_ascii_lowercase).collect();
    let kind = if property == "fill-opacity" { "o" } else { property.get(..1).unwrap_or_default() };
    format!("--{letters}{kind}")
}

/// The properties of a class, where those that differ in dark are variables.
fn variable((classes, light, dark): &(&str, &str, &str)) -> String {
    let differs = |name: &str| pairs(dark).any(|(other, _)| other == name);
    let properties = pairs(light).map(|(name, value)| {
        if differs(name) {
            format!("{name}:var({})", variable_name(classes, name))
        } else {
            format!("{name}:{value}")
        }
    });
    properties.collect::<Vec<_>>().join(";")
}

/// The values of all variables.
fn values(in_dark: bool) -> String {
    let mut out = Vec::new();
    for (classes, light, dark) in COLOURS {
        for (name, value) in pairs(dark) {
            let light = pairs(light).find(|(other, _)| *other == name).map(|(_, value)| value);
            let value = if in_dark { value } else { light.unwrap_or(value) };
            out.push(format!("{}:{value}", variable_name(classes, name)));
        }
    }
    out.join(";")
}

/// A short name for ids, the colour, and the lines of an icon of 28 by 28 pixels. `None` where there is no icon.
pub(super) fn icon(kind: NodeKind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        NodeKind::Start | NodeKind::End => return None,
        NodeKind::Task => (
            "task",
            "#cf5c0a",
            "M14 9.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM14 6v3.5M14 18.5V22M6 14h3.5M18.5 14H22M8.4 8.4l2.4 2.4M17.2 17.2l2.4 2.4M19.6 8.4l-2.4 2.4M10.8 17.2l-2.4 2.4",
        ),
        NodeKind::Pass => ("pass", "#66717f", "M7 14h13M15 9l5 5l-5 5"),
        NodeKind::Choice => ("choice", "#2a71b8", "M14 6.5l7.5 7.5l-7.5 7.5l-7.5-7.5z"),
        NodeKind::Wait => ("wait", "#7a55c7", "M14 6.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15zM14 10v4l3 2"),
        NodeKind::Succeed => ("succeed", "#1f8a3b", "M8 14.5l4 4l8-9"),
        NodeKind::Fail => ("fail", "#d2421f", "M9.5 9.5l9 9M18.5 9.5l-9 9"),
        NodeKind::Parallel => ("parallel", "#b0418f", "M9 8v12M14 8v12M19 8v12"),
        NodeKind::Map => ("map", "#0b8573", "M8 8h4v4h-4zM16 8h4v4h-4zM8 16h4v4h-4zM16 16h4v4h-4z"),
        NodeKind::Unknown | NodeKind::Missing => {
            ("unknown", "#8b2f2f", "M10.5 11.5a3.5 3.5 0 1 1 5.2 3c-1.1.7-1.7 1.3-1.7 2.5M14 20.5v.3")
        }
    })
}
