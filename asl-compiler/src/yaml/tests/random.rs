//! Random data, written as YAML in random styles; and random text.

use super::*;
use crate::json;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Data {
    Scalar(&'static str),
    Text(String, u8),
    Array(Vec<Data>, bool),
    Object(Vec<(String, Data)>, bool),
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("$.x"),
        Just(" "),
        Just("  "),
        Just("\n"),
        Just("\n\n"),
        Just("'"),
        Just("\""),
        Just("\\"),
        Just("ä"),
        Just("😀"),
        Just(": "),
        Just(" #"),
        Just("${X}"),
        Just("12"),
        Just("-"),
        Just("\t"),
        Just("\u{1}"),
        Just("[,]{}"),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn tree() -> impl Strategy<Value = Data> {
    tree_with(text().boxed())
}

fn tree_with(name: BoxedStrategy<String>) -> impl Strategy<Value = Data> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["null", "true", "false", "0", "-1.5e3", "12"]).prop_map(Data::Scalar),
        (text(), any::<u8>()).prop_map(|(text, style)| Data::Text(text, style)),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            (prop::collection::vec(inner.clone(), 0..4), any::<bool>())
                .prop_map(|(items, flow)| Data::Array(items, flow)),
            (prop::collection::vec((name.clone(), inner), 0..4), any::<bool>())
                .prop_map(|(members, flow)| Data::Object(members, flow)),
        ]
    })
}

fn json(data: &Data) -> String {
    match data {
        Data::Scalar(text) => (*text).to_owned(),
        Data::Text(text, _) => quoted(text),
        Data::Array(items, _) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(",")),
        Data::Object(members, _) => {
            let member = |(key, value): &(String, Data)| format!("{}:{}", quoted(key), json(value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
    }
}

/// In double quotes, with escapes that JSON and YAML have in common.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{1}' => quoted.push_str("\\u0001"),
            _ => quoted.push(c),
        }
    }
    quoted + "\""
}

/// In one of the styles that can say it.
fn styled(text: &str, style: u8, indent: usize) -> String {
    let pad = " ".repeat(indent + 2);
    let printable = !text.contains(['\t', '\u{1}']);
    let lines = || text.split('\n');
    match style % 4 {
        0 if printable && !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
        1 if printable && text.starts_with('a') && text.ends_with('a') && !text.contains('\n') => {
            let body: Vec<String> = lines()
                .map(|line| if line.is_empty() { String::new() } else { format!("{pad}{line}") })
                .collect();
            format!("|-\n{}", body.join("\n"))
        }
        2 if printable
            && text.starts_with('a')
            && lines().all(|line| !line.starts_with(' ') && !line.ends_with(' ')) =>
        {
            let folded = !text.ends_with('\n');
            let (mut body, mut breaks) = (pad.clone(), 0);
            for c in text.chars() {
                if c == '\n' {
                    breaks += 1;
                    continue;
                }
                if breaks > 0 {
                    // Between folded lines, one break more than there are in the text.
                    body.push_str(&"\n".repeat(breaks + usize::from(folded)));
                    body.push_str(&pad);
                    breaks = 0;
                }
                body.push(c);
            }
            // The last break is that before what follows.
            body.push_str(&"\n".repeat(breaks.saturating_sub(1)));
            if folded { format!(">-\n{body}") } else { format!("|+\n{body}") }
        }
        3 if !text.is_empty()
            && text.chars().all(|c| c.is_alphabetic() || c == '$' || c == '.')
            && scalar::plain(text) == scalar::Scalar::String =>
        {
            text.to_owned()
        }
        _ => quoted(text),
    }
}

fn yaml(data: &Data, indent: usize) -> String {
    let pad = " ".repeat(indent);
    match data {
        Data::Scalar(text) => (*text).to_owned(),
        Data::Text(text, style) => styled(text, *style, indent),
        Data::Array(items, true) if items.is_empty() => "[ ]".to_owned(),
        Data::Array(items, false) if !items.is_empty() => {
            items.iter().flat_map(|item| [format!("\n{pad}- "), yaml(item, indent + 2)]).collect()
        }
        Data::Object(members, false) if !members.is_empty() => members
            .iter()
            .flat_map(|(key, value)| [format!("\n{pad}{}: ", quoted(key)), yaml(value, indent + 2)])
            .collect(),
        Data::Array(..) | Data::Object(..) => json(data),
    }
}

/// What stands in the source as it is, and that parts have places in order.
fn check_places(source: &str, node: &Node) {
    let check = |text: &Text| {
        for (at, path) in text.as_str().match_indices("$.x") {
            assert_eq!(source.get(text.locate(at..at + path.len()).range()), Some(path), "{source}");
        }
        for (range, span, verbatim) in text.runs() {
            if verbatim {
                assert_eq!(source.get(span.range()), text.as_str().get(range), "{source}");
            } else {
                assert!(source.get(span.range()).is_some(), "{source}");
            }
            assert!(text.span().start <= span.start && span.end <= text.span().end, "{source}");
        }
    };
    match &node.value {
        Value::String(text) => check(text),
        Value::Array(items) => items.iter().for_each(|item| check_places(source, item)),
        Value::Object(members) => {
            for member in members {
                check(&member.key);
                check_places(source, &member.value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

proptest! {
    #[test]
    fn both_notations_give_the_same(tree in tree()) {
        let yaml = yaml(&tree, 0) + "\n";
        let source = Source::new("x.json", json(&tree));
        let expected = json::parse(&source, &mut Diagnostics::default()).unwrap();
        let (node, diagnostics) = read(&yaml, Tags::Functions);
        prop_assert!(diagnostics.is_empty(), "{yaml}\n{diagnostics:?}");
        let node = node.unwrap();
        prop_assert_eq!(data(&node), data(&expected), "{}", yaml);
        check_places(&yaml, &node);
    }

    #[test]
    fn no_text_panics(text in "[-a: \\n\\t&*!|>'\"#%@{}\\[\\],?x1ä~<\\\\]{0,60}") {
        if let (Some(node), _) = read(&text, Tags::Placeholders) {
            check_places(&text, &node);
        }
        if let (Some(node), _) = read(&text, Tags::Functions) {
            crate::template::resolve(node, &crate::template::Scope::default());
        }
    }

    #[test]
    fn laid_out_twice_is_laid_out_once(
        tree in tree_with(
            prop::sample::select(vec!["States", "Type", "Next", "Choices", "And", "Retry", "Branches", "x"])
                .prop_map(str::to_owned)
                .boxed(),
        ),
    ) {
        // With a comment above and behind every other line.
        let mut text = String::new();
        for (index, line) in yaml(&Data::Object(vec![("States".to_owned(), tree)], false), 0).lines().enumerate() {
            let indent = " ".repeat(line.len() - line.trim_start().len());
            let is_key = line.trim_start().starts_with('"') && line.ends_with(['"', '0', 'l']);
            if is_key && index % 2 == 0 {
                text.extend([indent.as_str(), "# above\n", line, " # behind\n"]);
            } else {
                text.extend([line, "\n"]);
            }
        }
        if let Ok(once) = layout(&Source::new("x.asl.yaml", text.as_str())) {
            let twice = layout(&Source::new("x.asl.yaml", once.as_str()));
            prop_assert_eq!(twice, Ok(once), "{}", text);
        }
    }

    #[test]
    fn json_in_a_string_has_its_places(tree in tree(), style in any::<u8>()) {
        let inner = json(&tree);
        // Over several lines, and in each style that can hold it.
        let inner = if style & 4 == 0 { inner } else { inner.replace("],", "],\n ").replace("},", "},\n ") };
        let yaml = match style % 3 {
            0 => format!("a: {}\n", quoted(&inner)),
            1 => format!("a: |\n  {}\n", inner.replace('\n', "\n  ")),
            _ => format!("a: >-\n  {}\n", inner.replace('\n', "\n  ")),
        };
        let node = good(&yaml);
        let Value::String(outer) = &node.get("a").unwrap().value else { panic!("not a string") };
        let mut diagnostics = Diagnostics::default();
        let embedded = json::parse_embedded(outer, &mut diagnostics);
        prop_assert!(diagnostics.is_empty(), "{yaml}\n{diagnostics:?}");
        let embedded = embedded.unwrap();
        prop_assert_eq!(data(&embedded), data(&json::parse(&Source::new("x.json", outer.as_str()), &mut diagnostics).unwrap()));
        check_places(&yaml, &embedded);
    }
}

/// The samples, once more as YAML.
#[test]
fn samples_are_the_same_as_yaml() {
    fn block(node: &Node, indent: usize) -> String {
        let pad = " ".repeat(indent);
        match &node.value {
            Value::Object(members) if !members.is_empty() => members
                .iter()
                .flat_map(|member| {
                    [format!("\n{pad}{}: ", quoted(member.key.as_str())), block(&member.value, indent + 2)]
                })
                .collect(),
            Value::Array(items) if !items.is_empty() => {
                items.iter().flat_map(|item| [format!("\n{pad}- "), block(item, indent + 2)]).collect()
            }
            Value::String(text) => styled(text.as_str(), u8::try_from(indent / 2 % 4).unwrap(), indent),
            _ => data(node),
        }
    }
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/samples");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    for entry in entries.flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let Some(node) = json::parse(&Source::new("x.json", text), &mut Diagnostics::default()) else {
            continue;
        };
        let yaml = block(&node, 0);
        assert_eq!(data(&good(&yaml)), data(&node), "{}", entry.path().display());
    }
}
