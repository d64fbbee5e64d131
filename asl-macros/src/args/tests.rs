use super::*;

fn parse(text: &str) -> (Args, Vec<String>) {
    let args: Args = syn::parse_str(text).unwrap();
    let errors = args.errors.iter().map(ToString::to_string).collect();
    (args, errors)
}

#[track_caller]
fn check_errors(text: &str, expected: &[&str]) -> Args {
    let (args, errors) = parse(text);
    assert_eq!(errors, expected);
    args
}

fn text(tokens: impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

#[test]
fn shortest() {
    let args = check_errors(r#""flows/my-order.asl.json""#, &[]);
    assert_eq!(args.path.unwrap().value(), "flows/my-order.asl.json");
    assert_eq!(args.options.name, "my-order");
    assert_eq!(text(&args.options.visibility), "");
    assert_eq!(text(&args.options.runtime), ":: asl_runtime");
}

#[test]
fn all_fields() {
    let args = check_errors(
        r#"
        /// Orders.
        #[cfg(unix)]
        pub(crate) name: r#match, input: Vec<(u8, u8)>, crate = ::steps, path: "order.asl.json",
        tasks: { "Reserve stock": (Reserve<A, B>,) -> Option<u8>, Notify: () -> Ack, "A": (_) -> _, "B": (C), },
        output: crate::Out,
        substitutions: { "A": "1", B: "2", },
        versions: ["order.v1.asl.json", { name: r#type, path: "old/order.asl.json", substitutions: { "A": "0", }, },],
        compatible_with: "order.v1.asl.json",
        allow: [ASL0313, doomed, unknown-context-field, "no-dollar",],
        "#,
        &[],
    );
    let Options { name, attributes, visibility, input, output, tasks, substitutions, allow, runtime, .. } =
        &args.options;
    assert_eq!(name, "match");
    assert_eq!(attributes.len(), 2);
    assert_eq!([text(visibility), text(runtime)], ["pub (crate)", ":: steps"]);
    assert_eq!([text(input), text(output)], ["Vec < (u8 , u8) >", "crate :: Out"]);
    let types: Vec<_> =
        tasks.iter().map(|(name, types)| [name.clone(), text(&types.input), text(&types.output)]).collect();
    assert_eq!(
        types,
        [
            ["A", "", ""],
            ["B", "C", ""],
            ["Notify", "", "Ack"],
            ["Reserve stock", "Reserve < A , B >", "Option < u8 >"],
        ]
    );
    let substitutions: Vec<_> = substitutions.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(substitutions, ["A=1", "B=2"]);
    assert_eq!(*allow, ["ASL0313", "doomed", "unknown-context-field", "no-dollar"]);
    let versions: Vec<_> = args
        .versions
        .iter()
        .map(|version| (version.path.value(), version.name.as_str(), version.substitutions.len()))
        .collect();
    assert_eq!(
        versions,
        [("order.v1.asl.json".to_owned(), "v1", 0), ("old/order.asl.json".to_owned(), "type", 1)]
    );
    assert_eq!(args.compatible_with.len(), 1);
}

#[test]
fn mistakes_do_not_hide_other_fields() {
    let args = check_errors(
        r#""order.asl.json", inptu: Map<a::B, C>, name: checkout, tasks: { "A": Wrong<B, C, D>, "D": (E) }, allow: [1, no-dollar], input: Vec<,
        output: Out"#,
        &[
            "there is no field `inptu`\n= help: did you mean `input`?",
            "expected the types of the task: `(Input) -> Output`, or `() -> Output`",
            "expected a code, such as `ASL0313` or `unknown-context-field`",
            "expected a type",
        ],
    );
    assert_eq!(args.options.name, "checkout");
    assert!(args.options.tasks.contains_key("D"));
    assert_eq!(args.options.allow, ["no-dollar"]);
    assert_eq!(text(&args.options.output), "Out");
}

#[test]
fn mistakes_in_versions() {
    let args = check_errors(
        r#""order.asl.json", versions: [1, "a.v1.asl.json" "b", { pat: "c", name: fn, path: 2 }, { path: "d", name: e f, substitutions: [] }, "g.v2.asl.json"],
        compatible_with: v1, name: checkout"#,
        &[
            "expected the path of an older version, such as `\"order.v1.asl.json\"`",
            "expected `,`",
            "there is no field `pat`\n= help: the fields of a version are `path`, `name` and `substitutions`",
            "`fn` is a keyword, which cannot name a module",
            "expected the path of an older version, such as `\"order.v1.asl.json\"`",
            "the path of the version is missing",
            "expected `,`",
            "expected `{ \"Placeholder\": \"value\" }`",
            "expected the path of an older version, such as `\"order.v1.asl.json\"`",
        ],
    );
    let names: Vec<_> = args.versions.iter().map(|version| version.name.as_str()).collect();
    assert_eq!(names, ["v1", "e", "v2"]);
    assert_eq!(args.options.name, "checkout");
}

#[test]
fn a_file_without_a_name() {
    check_errors(r#"".asl.json""#, &["the file's name gives no name for the module: add `name: order`"]);
    check_errors(r#"".asl.json", name: order"#, &[]);
}
