//! The report of every code.

use super::*;

#[test]
fn every_code_has_an_example_with_just_its_finding() {
    for code in Code::ALL.iter().copied().filter(|code| *code != Code::Internal) {
        let text = examples::of(code);
        let source = Source::new("order.asl.json", text.as_str());
        let analysis = analyze(&source, &AnalyzeOptions::default());
        let found: Vec<Code> = analysis.diagnostics.iter().map(|finding| finding.code).collect();
        // Some mistakes cannot be made alone.
        let with: &[Code] = match code {
            Code::EmptyValue => &[Code::MissingTarget],
            Code::LanguageDowngrade => &[Code::Jsonata],
            _ if code.info().id.starts_with("ASL06") => &[Code::Jsonata],
            _ => &[],
        };
        assert!(found.contains(&code), "{code}: {found:?}");
        assert!(found.iter().all(|other| *other == code || with.contains(other)), "{code}: {found:?}");
    }
}

#[test]
fn json_syntax() {
    insta::assert_snapshot!(reports(&examples::of(Code::JsonSyntax)), @r#"
    error[ASL0001]: trailing comma
     --> order.asl.json:3:15
      |
    3 |   "States": {},
      |               ^ nothing follows it
      |
      = help: remove the comma
    "#);
}

#[test]
fn too_deep() {
    insta::assert_snapshot!(reports(&examples::of(Code::TooDeep)), @r#"
    error[ASL0002]: nested too deeply
     --> order.asl.json:1:140
      |
    1 | ...[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
      |                                                               ^ level 129
      |
      = help: at most 128 objects and arrays may be inside each other
    "#);
}

#[test]
fn not_an_object() {
    insta::assert_snapshot!(reports(&examples::of(Code::NotAnObject)), @r#"
    error[ASL0003]: a definition must be a JSON object
     --> order.asl.json:1:1
      |
    1 | []
      | ^^ this is an array
    "#);
}

#[test]
fn duplicate_key() {
    insta::assert_snapshot!(reports(&examples::of(Code::DuplicateKey)), @r#"
    error[ASL0004]: `Type` is given twice
     --> order.asl.json:5:36
      |
    5 |       "Type": "Pass", "End": true, "Type": "Pass"
      |       ------ first here            ^^^^^^ again here
    "#);
}

#[test]
fn duplicate_data_key() {
    insta::assert_snapshot!(reports(&examples::of(Code::DuplicateDataKey)), @r#"
    warning[ASL0005]: `n` is given twice; the last one counts
     --> order.asl.json:5:43
      |
    5 |       "Type": "Pass", "Result": { "n": 1, "n": 2 }, "End": true
      |                                   ---     ^^^ again here
      |                                   |
      |                                   first here
    "#);
}

#[test]
fn missing_field() {
    insta::assert_snapshot!(reports(&examples::of(Code::MissingField)), @r#"
    error[ASL0101]: the Task state `A` has no `Resource`
     --> order.asl.json:4:5
      |
    4 |     "A": {
      |     ^^^ `Resource` is required
    "#);
}

#[test]
fn unknown_field() {
    insta::assert_snapshot!(reports(&examples::of(Code::UnknownField)), @r#"
    error[ASL0102]: unknown field `Comments` in the state machine
     --> order.asl.json:3:3
      |
    3 |   "Comments": "?",
      |   ^^^^^^^^^^ no such field
      |
      = help: did you mean `Comment`?
    "#);
}

#[test]
fn field_not_allowed() {
    insta::assert_snapshot!(reports(&examples::of(Code::FieldNotAllowed)), @r#"
    error[ASL0103]: `Retry` is not allowed in the Wait state `A`
     --> order.asl.json:5:37
      |
    5 |       "Type": "Wait", "Seconds": 1, "Retry": [], "End": true
      |                                     ^^^^^^^ not a field here
      |
      = help: only Task, Parallel and Map states have `Retry`
    "#);
}

#[test]
fn wrong_language() {
    insta::assert_snapshot!(reports(&examples::of(Code::WrongLanguage)), @r#"
    error[ASL0104]: `Output` is a field of JSONata, and the Pass state `A` is in JSONPath
     --> order.asl.json:5:23
      |
    5 |       "Type": "Pass", "Output": "{% 1 %}", "End": true
      |                       ^^^^^^^^ not in JSONPath
      |
      = help: use `OutputPath`, `ResultPath` or `ResultSelector`
    "#);
}

#[test]
fn wrong_type() {
    insta::assert_snapshot!(reports(&examples::of(Code::WrongType)), @r#"
    error[ASL0105]: `ResultPath` must be a string or null
     --> order.asl.json:5:37
      |
    5 |       "Type": "Pass", "ResultPath": 5, "End": true
      |                                     ^ this is a number
    "#);
}

#[test]
fn empty_value() {
    insta::assert_snapshot!(reports(&examples::of(Code::EmptyValue)), @r#"
    error[ASL0106]: `States` is empty
     --> order.asl.json:2:13
      |
    2 |   "States": {}, "StartAt": "A"
      |             ^^ at least one state is required

    error[ASL0201]: `StartAt` leads to `A`, which does not exist
     --> order.asl.json:2:28
      |
    2 |   "States": {}, "StartAt": "A"
      |                            ^^^ no such state
    "#);
}

#[test]
fn unknown_type() {
    insta::assert_snapshot!(reports(&examples::of(Code::UnknownType)), @r#"
    error[ASL0107]: unknown state type `Sleep`
     --> order.asl.json:5:15
      |
    5 |       "Type": "Sleep"
      |               ^^^^^^^ no such type
      |
      = help: the types are `Task`, `Pass`, `Choice`, `Wait`, `Succeed`, `Fail`, `Parallel` and `Map`
    "#);
}

#[test]
fn exclusive_fields() {
    insta::assert_snapshot!(reports(&examples::of(Code::ExclusiveFields)), @r#"
    error[ASL0108]: `Seconds` and `SecondsPath` exclude each other
     --> order.asl.json:5:37
      |
    5 |       "Type": "Wait", "Seconds": 1, "SecondsPath": "$.s", "End": true
      |                       ---------     ^^^^^^^^^^^^^ `SecondsPath` here
      |                       |
      |                       `Seconds` here
      |
      = help: keep one of them
    "#);
}

#[test]
fn missing_alternative() {
    insta::assert_snapshot!(reports(&examples::of(Code::MissingAlternative)), @r#"
    error[ASL0109]: the Wait state `A` does not say how long
     --> order.asl.json:4:5
      |
    4 |     "A": {
      |     ^^^ `Seconds`, `SecondsPath`, `Timestamp` or `TimestampPath` is required
    "#);
}

#[test]
fn unknown_value() {
    insta::assert_snapshot!(reports(&examples::of(Code::UnknownValue)), @r#"
    error[ASL0110]: `End` can only be `true`
     --> order.asl.json:5:30
      |
    5 |       "Type": "Pass", "End": false
      |                              ^^^^^ expected `true`
      |
      = help: use `Next` to go on
    "#);
}

#[test]
fn language_downgrade() {
    insta::assert_snapshot!(reports(&examples::of(Code::LanguageDowngrade)), @r#"
    error[ASL0501]: JSONata is not supported yet
     --> order.asl.json:2:20
      |
    2 |   "QueryLanguage": "JSONata",
      |                    ^^^^^^^^^ only `JSONPath` can be compiled

    error[ASL0111]: a JSONPath state in a JSONata machine
     --> order.asl.json:5:45
      |
    5 |     "A": { "Type": "Pass", "QueryLanguage": "JSONPath", "End": true }
      |                                             ^^^^^^^^^^ not allowed here
      |
      = help: make `JSONPath` the language of the machine and `JSONata` that of single states
    "#);
}

#[test]
fn out_of_range() {
    insta::assert_snapshot!(reports(&examples::of(Code::OutOfRange)), @r#"
    error[ASL0112]: `Seconds` is out of range
     --> order.asl.json:5:34
      |
    5 |       "Type": "Wait", "Seconds": -1, "End": true
      |                                  ^^ must be from 0 to 99999999
    "#);
}

#[test]
fn placeholder_number() {
    insta::assert_snapshot!(reports(&examples::of(Code::PlaceholderNumber)), @r#"
    error[ASL0113]: `Seconds` must be a number, and `Pause` has no value
     --> order.asl.json:5:34
      |
    5 |       "Type": "Wait", "Seconds": "${Pause}", "End": true
      |                                  ^^^^^^^^^^ a placeholder
      |
      = help: give `Pause` a number as a substitution, or write the number here
    "#);
}

#[test]
fn catch_all_position() {
    insta::assert_snapshot!(reports(&examples::of(Code::CatchAllPosition)), @r#"
    error[ASL0114]: `States.ALL` must be alone and in the last entry
     --> order.asl.json:6:36
      |
    6 |       "Retry": [ { "ErrorEquals": ["States.ALL"] }, { "ErrorEquals": ["X"] } ]
      |                                    ^^^^^^^^^^^^ the entries after it are never used
      |
      = help: move it to an entry of its own at the end
    "#);
}

#[test]
fn unknown_resource() {
    insta::assert_snapshot!(reports(&examples::of(Code::UnknownResource)), @r#"
    error[ASL0115]: the resource `arn:aws:states:::dynamodb:query` is not recognized
     --> order.asl.json:5:62
      |
    5 |       "Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "End": true
      |                                                              ^^^^^ no such integration
      |
      = help: `dynamodb` has `getItem`, `putItem`, `updateItem` and `deleteItem`; other APIs can be called as `aws-sdk:dynamodb:query`
    "#);
}

#[test]
fn odd_resource() {
    insta::assert_snapshot!(reports(&examples::of(Code::OddResource)), @r#"
    warning[ASL0116]: `arn:aws:sqs:eu-west-1:1:queue` is not the ARN of a function, an activity or an integration
     --> order.asl.json:5:35
      |
    5 |       "Type": "Task", "Resource": "arn:aws:sqs:eu-west-1:1:queue", "End": true
      |                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AWS may refuse this
      |
      = note: it is treated as a Lambda function
    "#);
}

#[test]
fn name_too_long() {
    insta::assert_snapshot!(reports(&examples::of(Code::NameTooLong)), @r#"
    error[ASL0117]: the name of a state is too long
     --> order.asl.json:4:5
      |
    4 |     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": { "Type": "Succeed" }
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 81 characters, at most 80 are allowed
    "#);
}

#[test]
fn duplicate_state() {
    insta::assert_snapshot!(reports(&examples::of(Code::DuplicateState)), @r#"
    error[ASL0118]: there are two states named `A`
     --> order.asl.json:5:5
      |
    4 |     "A": { "Type": "Succeed" },
      |     --- first here
    5 |     "A": { "Type": "Fail" }
      |     ^^^ again here
      |
      = note: names are unique in the whole document, branches and processors included
    "#);
}

#[test]
fn missing_target() {
    insta::assert_snapshot!(reports(&examples::of(Code::MissingTarget)), @r#"
    error[ASL0201]: `StartAt` leads to `Strat`, which does not exist
     --> order.asl.json:2:14
      |
    2 |   "StartAt": "Strat",
      |              ^^^^^^^ no such state
      |
      = help: did you mean `Start`?
    "#);
}

#[test]
fn target_outside() {
    insta::assert_snapshot!(reports(&examples::of(Code::TargetOutside)), @r#"
    error[ASL0202]: `Next` leads to `Out`, which is in another `States`
     --> order.asl.json:7:72
      |
    7 |         { "StartAt": "In", "States": { "In": { "Type": "Pass", "Next": "Out" } } }
      |                                                                        ^^^^^ not in the same `States`
      |
      = help: a branch or processor cannot be entered or left by a transition; end it with `End`
    "#);
}

#[test]
fn missing_transition() {
    insta::assert_snapshot!(reports(&examples::of(Code::MissingTransition)), @r#"
    error[ASL0203]: the Pass state `A` has neither `Next` nor `End`
     --> order.asl.json:4:5
      |
    4 |     "A": {
      |     ^^^ where does it lead?
      |
      = help: add `"Next": "…"` or `"End": true`
    "#);
}

#[test]
fn next_and_end() {
    insta::assert_snapshot!(reports(&examples::of(Code::NextAndEnd)), @r#"
    error[ASL0204]: the Pass state `A` has both `Next` and `End`
     --> order.asl.json:5:36
      |
    5 |       "Type": "Pass", "Next": "A", "End": true
      |                       ------       ^^^^^ only one of them is allowed
      |                       |
      |                       the other one
      |
      = help: remove `End`, or remove `Next` to end here
    "#);
}

#[test]
fn unreachable() {
    insta::assert_snapshot!(reports(&examples::of(Code::Unreachable)), @r#"
    error[ASL0205]: the state `Lost` cannot be reached
     --> order.asl.json:5:5
      |
    5 |     "Lost": { "Type": "Succeed" }
      |     ^^^^^^ no transition leads here
      |
      = help: remove it, or lead to it with `Next`, `Default` or `Catch`
    "#);
}

#[test]
fn no_terminal() {
    insta::assert_snapshot!(reports(&examples::of(Code::NoTerminal)), @r#"
    error[ASL0206]: the state machine has no state to end in
     --> order.asl.json:1:1
      |
    1 | {
      | ^ it would run forever
      |
      = help: give a state `"End": true`, or add a Succeed or Fail state
    "#);
}

#[test]
fn nested_no_terminal() {
    insta::assert_snapshot!(reports(&examples::of(Code::NestedNoTerminal)), @r#"
    warning[ASL0207]: this part of `Each` has no state to end in
     --> order.asl.json:6:24
      |
    6 |       "ItemProcessor": { "StartAt": "Loop", "States": { "Loop": { "Type": "Pass", "Next": "Loop" } } },
      |                        ^ it would run forever
      |
      = help: give a state `"End": true`, or add a Succeed or Fail state
    "#);
}

#[test]
fn path_syntax() {
    insta::assert_snapshot!(reports(&examples::of(Code::PathSyntax)), @r#"
    error[ASL0301]: this bracket is not closed
     --> order.asl.json:5:40
      |
    5 |       "Type": "Pass", "InputPath": "$.a[", "End": true
      |                                        ^ opened here
    "#);
}

#[test]
fn path_not_reference() {
    insta::assert_snapshot!(reports(&examples::of(Code::PathNotReference)), @r#"
    error[ASL0302]: a Reference Path has no wildcards
     --> order.asl.json:5:46
      |
    5 |       "Type": "Wait", "SecondsPath": "$.waits[*]", "End": true
      |                                              ^^^ only fields and single indexes are allowed here
      |
      = help: select with `InputPath` or a `.$` member first, and refer to its result
    "#);
}

#[test]
fn unknown_path_function() {
    insta::assert_snapshot!(reports(&examples::of(Code::UnknownPathFunction)), @r#"
    error[ASL0303]: there is no path function `lenght()`
     --> order.asl.json:5:41
      |
    5 |       "Type": "Pass", "InputPath": "$.a.lenght()", "End": true
      |                                         ^^^^^^ unknown function
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `unknown-path-function`
      = help: did you mean `length()`?
    "#);
}

#[test]
fn filter_syntax() {
    insta::assert_snapshot!(reports(&examples::of(Code::FilterSyntax)), @r#"
    error[ASL0304]: expected an operator
     --> order.asl.json:5:47
      |
    5 |       "Type": "Pass", "InputPath": "$.a[?(@.b = 1)]", "End": true
      |                                               ^ not an operator of filters
      |
      = help: equality is written `==`
    "#);
}

#[test]
fn unknown_context_field() {
    insta::assert_snapshot!(reports(&examples::of(Code::UnknownContextField)), @r#"
    error[ASL0305]: `$$.Execution` of the context object has no member `Idd`
     --> order.asl.json:5:60
      |
    5 |       "Type": "Pass", "Parameters": { "id.$": "$$.Execution.Idd" }, "End": true
      |                                                            ^^^^ no such member
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `unknown-context-field`
      = help: did you mean `$$.Execution.Id`?
    "#);
}

#[test]
fn unknown_intrinsic() {
    insta::assert_snapshot!(reports(&examples::of(Code::UnknownIntrinsic)), @r#"
    error[ASL0311]: there is no intrinsic function `States.Fromat`
     --> order.asl.json:5:47
      |
    5 |       "Type": "Pass", "Parameters": { "a.$": "States.Fromat('{}', 1)" }, "End": true
      |                                               ^^^^^^^^^^^^^ unknown function
      |
      = help: did you mean `States.Format`?
    "#);
}

#[test]
fn intrinsic_syntax() {
    insta::assert_snapshot!(reports(&examples::of(Code::IntrinsicSyntax)), @r#"
    error[ASL0312]: expected `,` or `)` behind an argument
     --> order.asl.json:5:64
      |
    5 |       "Type": "Pass", "Parameters": { "a.$": "States.Array(1, 2" }, "End": true
      |                                                                ^ the arguments break off here
    "#);
}

#[test]
fn intrinsic_arity() {
    insta::assert_snapshot!(reports(&examples::of(Code::IntrinsicArity)), @r#"
    error[ASL0313]: `States.MathAdd` takes 2 arguments, found 1
     --> order.asl.json:5:47
      |
    5 |       "Type": "Pass", "Parameters": { "a.$": "States.MathAdd(1)" }, "End": true
      |                                               ^^^^^^^^^^^^^^^^^ wrong number of arguments
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `intrinsic-arity`
    "#);
}

#[test]
fn intrinsic_argument_type() {
    insta::assert_snapshot!(reports(&examples::of(Code::IntrinsicArgumentType)), @r#"
    error[ASL0314]: argument 2 of `States.MathAdd` must be a number, found a string
     --> order.asl.json:5:65
      |
    5 |       "Type": "Pass", "Parameters": { "a.$": "States.MathAdd(1, '2')" }, "End": true
      |                                                                 ^^^ this is a string
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `intrinsic-argument-type`
      = help: numbers are written without quotes
    "#);
}

#[test]
fn intrinsic_value() {
    insta::assert_snapshot!(reports(&examples::of(Code::IntrinsicValue)), @r#"
    error[ASL0315]: `sha-1` is not a hash algorithm of `States.Hash`
     --> order.asl.json:5:64
      |
    5 |       "Type": "Pass", "Parameters": { "a.$": "States.Hash($.a, 'sha-1')" }, "End": true
      |                                                                ^^^^^^^ unknown algorithm
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `intrinsic-value`
      = help: did you mean `SHA-1`?
    "#);
}

#[test]
fn intrinsic_nesting() {
    insta::assert_snapshot!(reports(&examples::of(Code::IntrinsicNesting)), @r#"
    error[ASL0316]: one field may hold at most 10 calls
     --> order.asl.json:5:177
      |
    5 | ...ates.Array(States.Array(States.Array(States.Array(States.Array($.a)))))))))))" }, "End": true
      |                                                      ^^^^^^^^^^^^ one call too many
    "#);
}

#[test]
fn dynamic_not_string() {
    insta::assert_snapshot!(reports(&examples::of(Code::DynamicNotString)), @r#"
    error[ASL0401]: the value of `n.$` must be a string
     --> order.asl.json:5:46
      |
    5 |       "Type": "Pass", "Parameters": { "n.$": 5 }, "End": true
      |                                              ^ this is a number
      |
      = help: name it `n` to use the value as it is
    "#);
}

#[test]
fn duplicate_template_name() {
    insta::assert_snapshot!(reports(&examples::of(Code::DuplicateTemplateName)), @r#"
    error[ASL0402]: `n.$` and `n` give the same field
     --> order.asl.json:5:53
      |
    5 |       "Type": "Pass", "Parameters": { "n.$": "$.n", "n": 5 }, "End": true
      |                                       -----         ^^^ again here
      |                                       |
      |                                       first here
    "#);
}

#[test]
fn invalid_timestamp() {
    insta::assert_snapshot!(reports(&examples::of(Code::InvalidTimestamp)), @r#"
    error[ASL0403]: `Timestamp` is not a timestamp of RFC 3339
     --> order.asl.json:5:36
      |
    5 |       "Type": "Wait", "Timestamp": "2024-12-31 23:59:59Z", "End": true
      |                                    ^^^^^^^^^^^^^^^^^^^^^^ not a timestamp
      |
      = help: write it like `2024-12-31T23:59:59Z` or with an offset like `+01:00`
    "#);
}

#[test]
fn missing_operator() {
    insta::assert_snapshot!(reports(&examples::of(Code::MissingOperator)), @r#"
    error[ASL0404]: a choice rule compares nothing
     --> order.asl.json:5:38
      |
    5 |       "Type": "Choice", "Choices": [ { "Variable": "$.a", "Next": "End" } ]
      |                                      ^ an operator is required
      |
      = help: add a comparison like `StringEquals`, or `And`, `Or` or `Not`
    "#);
}

#[test]
fn several_operators() {
    insta::assert_snapshot!(reports(&examples::of(Code::SeveralOperators)), @r#"
    error[ASL0405]: a choice rule has exactly one operator
     --> order.asl.json:6:60
      |
    6 |       "Choices": [ { "Variable": "$.a", "IsPresent": true, "StringEquals": "x", "Next": "End" } ]
      |                                         -----------        ^^^^^^^^^^^^^^ one too many
      |                                         |
      |                                         `IsPresent` is the first
      |
      = help: put each comparison into a rule of its own inside `And` or `Or`
    "#);
}

#[test]
fn operand_type() {
    insta::assert_snapshot!(reports(&examples::of(Code::OperandType)), @r#"
    error[ASL0406]: `NumericEquals` takes a number, and this is a string
     --> order.asl.json:6:58
      |
    6 |       "Choices": [ { "Variable": "$.a", "NumericEquals": "1", "Next": "End" } ]
      |                                                          ^^^ expected a number
      |
      = help: compare with `StringEquals`, or write a number
    "#);
}

#[test]
fn variable_name() {
    insta::assert_snapshot!(reports(&examples::of(Code::VariableName)), @r#"
    error[ASL0407]: `my-total` is not a name for a variable
     --> order.asl.json:5:35
      |
    5 |       "Type": "Pass", "Assign": { "my-total": 1 }, "End": true
      |                                   ^^^^^^^^^^ not an identifier
      |
      = help: a letter, then letters, digits and `_`
    "#);
}

#[test]
fn reserved_variable() {
    insta::assert_snapshot!(reports(&examples::of(Code::ReservedVariable)), @r#"
    error[ASL0408]: `states` cannot be assigned
     --> order.asl.json:5:35
      |
    5 |       "Type": "Pass", "Assign": { "states": 1 }, "End": true
      |                                   ^^^^^^^^ a reserved name
    "#);
}

#[test]
fn shadowed_variable() {
    insta::assert_snapshot!(reports(&examples::of(Code::ShadowedVariable)), @r#"
    error[ASL0409]: the variable `total` belongs to an outer scope
      --> order.asl.json:8:57
       |
     8 |         "States": { "In": { "Type": "Pass", "Assign": { "total": 1 }, "End": true } }
       |                                                         ^^^^^^^ cannot be assigned here
     9 |       },
    10 |       "Assign": { "total": 0 },
       |                   ------- assigned here, outside
       |
       = help: use another name, and hand the value out as the result
    "#);
}

#[test]
fn no_dollar() {
    insta::assert_snapshot!(reports(&examples::of(Code::NoDollar)), @r#"
    warning[ASL0421]: the value of `id` is taken literally
     --> order.asl.json:5:45
      |
    5 |       "Type": "Pass", "Parameters": { "id": "$.id" }, "End": true
      |                                             ^^^^^^ looks like an expression
      |
      = help: name the field `id.$` to evaluate it
    "#);
}

#[test]
fn result_is_static() {
    insta::assert_snapshot!(reports(&examples::of(Code::ResultIsStatic)), @r#"
    warning[ASL0422]: `id.$` is copied as it is
     --> order.asl.json:5:43
      |
    5 |       "Type": "Pass", "Result": { "id.$": "$.id" }, "End": true
      |                                           ^^^^^^ not evaluated
      |
      = help: use `Parameters` instead of `Result` to evaluate it
    "#);
}

#[test]
fn jsonata() {
    insta::assert_snapshot!(reports(&examples::of(Code::Jsonata)), @r#"
    error[ASL0501]: JSONata is not supported yet
     --> order.asl.json:5:40
      |
    5 |       "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 %}", "End": true
      |                                        ^^^^^^^^^ only `JSONPath` can be compiled
    "#);
}

#[test]
fn distributed_map() {
    insta::assert_snapshot!(reports(&examples::of(Code::DistributedMap)), @r#"
    error[ASL0502]: a distributed Map is not supported yet
      --> order.asl.json:7:38
       |
     7 |         "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
       |                                      ^^^^^^^^^^^^^ only `INLINE` can be compiled
    ...
    10 |       "ItemReader": { "Resource": "arn:aws:states:::s3:getObject" }
       |       ------------ `ItemReader` comes with it
    "#);
}

#[test]
fn unsupported_path() {
    insta::assert_snapshot!(reports(&examples::of(Code::UnsupportedPath)), @r#"
    error[ASL0503]: a function must be the last step of a path
     --> order.asl.json:5:42
      |
    5 |       "Type": "Pass", "OutputPath": "$.a.length().b", "End": true
      |                                          ^^^^^^^^ more steps follow
    "#);
}
