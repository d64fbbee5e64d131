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
const FIXED: &str = ".e{fill:none;stroke-width:1.5}.x .e{stroke-dasharray:5 3}.u{opacity:.5}.u .b,.u .g{stroke-dasharray:4 3}\
    .f .b{stroke:#d2421f;stroke-dasharray:4 3}.i{fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}";

fn scoped(out: &mut String, before: &str, id: &str, (selectors, properties): (&str, &str)) {
    if properties.is_empty() {
        return;
    }
    for (index, selector) in selectors.split(',').enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(out, "{comma}{before}#{id} {selector}");
    }
    let _ = write!(out, "{{{properties}}}");
}

/// The style sheet. Every rule holds in this picture only: in a page, styles are not kept apart.
pub(super) fn sheet(id: &str, place: Place) -> String {
    let mut out = String::with_capacity(3000);
    for (selector, light, _) in COLOURS {
        scoped(&mut out, "", id, (selector, light));
    }
    for rule in FIXED.split_inclusive('}') {
        if let Some((selectors, properties)) = rule.trim_end_matches('}').split_once('{') {
            scoped(&mut out, "", id, (selectors, properties));
        }
    }
    for (classes, (size, _)) in [(".n,.s+.n", NAME), (".m", CAPTION), (".k", BADGE), (".t", LABEL)] {
        let size = format!("font-size:{}.{}px", size / 10, size % 10);
        scoped(&mut out, "", id, (classes.split(',').next().unwrap_or(classes), &size));
    }
    let before = if place == Place::Page { ":root:not([data-theme]) " } else { "" };
    out.push_str("@media(prefers-color-scheme:dark){");
    for (selector, _, dark) in COLOURS {
        scoped(&mut out, before, id, (selector, dark));
    }
    out.push('}');
    if place == Place::Page {
        for (selector, _, dark) in COLOURS {
            scoped(&mut out, ":is([data-theme=dark],[data-theme=ayu]) ", id, (selector, dark));
        }
    }
    out
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
