//! The registry of codes. A number is never reused.

use super::Severity::{self, Doomed, Error, Warning};

/// What is known about a [`Code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// `ASL0102`.
    pub id: &'static str,
    /// A name to allow it by: `unknown-field`.
    pub slug: &'static str,
    /// Its severity, unless a finding says otherwise.
    pub severity: Severity,
    /// The rule in one line.
    pub summary: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $slug:literal, $severity:ident, $summary:literal;)*) => {
        /// A rule. `00xx` text, `01xx` structure and fields, `02xx` transitions, `03xx` paths and
        /// intrinsics, `04xx` data and values, `05xx` not supported yet, `06xx` `JSONata`, `07xx` data flow,
        /// `08xx` older versions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $name,)*
        }

        impl Code {
            /// Every code, in order of number.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// Its entry in the registry.
            pub fn info(self) -> CodeInfo {
                match self {
                    $(Code::$name => CodeInfo { id: $id, slug: $slug, severity: $severity, summary: $summary },)*
                }
            }

            /// Its page in Markdown: what the rule is and why, a wrong definition and the same one mended, and
            /// what AWS says.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$name => include_str!(concat!("../../pages/", $id, ".md")),)*
                }
            }
        }
    };
}

codes! {
    JsonSyntax = "ASL0001", "json-syntax", Error, "the text is not JSON";
    TooDeep = "ASL0002", "too-deep", Error, "values are nested too deeply";
    NotAnObject = "ASL0003", "not-an-object", Error, "the definition is not a JSON object";
    DuplicateKey = "ASL0004", "duplicate-key", Error, "a field is given twice in one object";
    DuplicateDataKey = "ASL0005", "duplicate-data-key", Warning, "a member of a literal is given twice";
    TooLarge = "ASL0006", "too-large", Error, "the definition is larger than AWS accepts";
    YamlSyntax = "ASL0007", "yaml-syntax", Error, "the text is not YAML with a JSON form";
    MissingDefinition = "ASL0008", "missing-definition", Error, "a template names a definition file that does not exist";
    Internal = "ASL0099", "internal", Error, "the compiler contradicts itself";

    MissingField = "ASL0101", "missing-field", Error, "a required field is missing";
    UnknownField = "ASL0102", "unknown-field", Error, "no such field exists";
    FieldNotAllowed = "ASL0103", "field-not-allowed", Error, "the field does not belong here";
    WrongLanguage = "ASL0104", "wrong-language", Error, "the field belongs to the other query language";
    WrongType = "ASL0105", "wrong-type", Error, "the value has the wrong JSON type";
    EmptyValue = "ASL0106", "empty-value", Error, "an array or object must not be empty";
    UnknownType = "ASL0107", "unknown-type", Error, "no such state type exists";
    ExclusiveFields = "ASL0108", "exclusive-fields", Error, "fields that exclude each other are given together";
    MissingAlternative = "ASL0109", "missing-alternative", Error, "one of several fields is required";
    UnknownValue = "ASL0110", "unknown-value", Error, "the value is none of those that the field takes";
    LanguageDowngrade = "ASL0111", "language-downgrade", Error, "a `JSONPath` state in a `JSONata` machine";
    OutOfRange = "ASL0112", "out-of-range", Error, "a number is outside of what the field takes";
    PlaceholderNumber = "ASL0113", "placeholder-number", Error, "a placeholder stands where a number must";
    CatchAllPosition = "ASL0114", "catch-all-position", Error, "`States.ALL` is not alone and last";
    UnknownResource = "ASL0115", "unknown-resource", Error, "no such service integration exists";
    OddResource = "ASL0116", "odd-resource", Warning, "the resource is none of the known forms of ARN";
    NameTooLong = "ASL0117", "name-too-long", Error, "a state's name has more than 80 characters";
    DuplicateState = "ASL0118", "duplicate-state", Error, "two states have the same name";
    InvalidLabel = "ASL0119", "invalid-label", Error, "the label of a Map is malformed";
    DuplicateLabel = "ASL0120", "duplicate-label", Error, "two Maps have the same label";
    JsonPointer = "ASL0121", "json-pointer", Error, "the text is not a JSON Pointer";
    DuplicateHeader = "ASL0122", "duplicate-header", Doomed, "two columns have the same header";
    NotInExpress = "ASL0123", "not-in-express", Error, "an Express workflow cannot do this";
    NoEffect = "ASL0131", "no-effect", Warning, "a field has no effect";
    TokenNotSent = "ASL0132", "token-not-sent", Warning, "a task waits for a token that nobody gets";
    UselessTimeout = "ASL0133", "useless-timeout", Warning, "a timeout or heartbeat cannot do its work";
    UnreachedError = "ASL0134", "unreached-error", Warning, "an earlier entry takes the error already";
    UnhandledError = "ASL0135", "unhandled-error", Warning, "the error can be neither retried nor caught";
    UnknownError = "ASL0136", "unknown-error", Warning, "no such error is ever raised here";
    MissingParameter = "ASL0137", "missing-parameter", Warning, "the service needs a parameter that is not given";
    UnknownParameter = "ASL0138", "unknown-parameter", Warning, "the service has no parameter of this name";

    MissingTarget = "ASL0201", "missing-target", Error, "a transition leads to no state";
    TargetOutside = "ASL0202", "target-outside", Error, "a transition leaves its own `States`";
    MissingTransition = "ASL0203", "missing-transition", Error, "neither `Next` nor `End`";
    NextAndEnd = "ASL0204", "next-and-end", Error, "both `Next` and `End`";
    Unreachable = "ASL0205", "unreachable", Error, "no transition leads to a state";
    NoTerminal = "ASL0206", "no-terminal", Error, "the machine has no state in which it can end";
    NestedNoTerminal = "ASL0207", "nested-no-terminal", Warning, "a branch or processor can never end";
    EndlessLoop = "ASL0208", "endless-loop", Warning, "a loop has no way out";
    ChoiceWithoutDefault = "ASL0209", "choice-without-default", Warning, "a Choice may match no rule and has no `Default`";
    UnreachedRule = "ASL0210", "unreached-rule", Warning, "an earlier rule takes all that a choice rule would";
    WaitTooLong = "ASL0211", "wait-too-long", Doomed, "a wait outlasts the execution";

    PathSyntax = "ASL0301", "path-syntax", Error, "the text is not a path";
    PathNotReference = "ASL0302", "path-not-reference", Error, "the path may only have fields and indexes";
    UnknownPathFunction = "ASL0303", "unknown-path-function", Error, "no such function ends a path";
    FilterSyntax = "ASL0304", "filter-syntax", Error, "a filter is malformed";
    UnknownContextField = "ASL0305", "unknown-context-field", Doomed, "the context object has no such field";
    UnknownIntrinsic = "ASL0311", "unknown-intrinsic", Error, "no such intrinsic function exists";
    IntrinsicSyntax = "ASL0312", "intrinsic-syntax", Error, "a call of an intrinsic function is malformed";
    IntrinsicArity = "ASL0313", "intrinsic-arity", Doomed, "wrong number of arguments";
    IntrinsicArgumentType = "ASL0314", "intrinsic-argument-type", Doomed, "an argument has the wrong type";
    IntrinsicValue = "ASL0315", "intrinsic-value", Doomed, "an argument has a value that the function refuses";
    IntrinsicNesting = "ASL0316", "intrinsic-nesting", Error, "too many calls in one field";
    IntrinsicNotString = "ASL0317", "intrinsic-not-string", Doomed, "the function gives no string, and the field needs one";

    DynamicNotString = "ASL0401", "dynamic-not-string", Error, "the value of a `.$` field is not a string";
    DuplicateTemplateName = "ASL0402", "duplicate-template-name", Error, "`x` and `x.$` in one object";
    InvalidTimestamp = "ASL0403", "invalid-timestamp", Error, "a timestamp is not RFC 3339";
    MissingOperator = "ASL0404", "missing-operator", Error, "a choice rule compares nothing";
    SeveralOperators = "ASL0405", "several-operators", Error, "a choice rule has more than one operator";
    OperandType = "ASL0406", "operand-type", Error, "an operand has the wrong type for its operator";
    VariableName = "ASL0407", "variable-name", Error, "a variable's name is not an identifier";
    ReservedVariable = "ASL0408", "reserved-variable", Error, "`states` cannot be assigned";
    ShadowedVariable = "ASL0409", "shadowed-variable", Error, "a variable of an outer scope is assigned";
    ExpressionDelimiters = "ASL0410", "expression-delimiters", Error, "an expression is not enclosed by `{%` and `%}`";
    NoDollar = "ASL0421", "no-dollar", Warning, "the value looks like an expression, the field's name lacks `.$`";
    ResultIsStatic = "ASL0422", "result-is-static", Warning, "`Result` is copied, not evaluated";
    NoPath = "ASL0423", "no-path", Warning, "the value looks like a path, the field's name lacks `Path`";
    LiteralExpression = "ASL0424", "literal-expression", Warning, "a text of a `JSONata` state looks like an expression";

    Jsonata = "ASL0501", "jsonata", Error, "`JSONata` is not supported yet";
    DistributedMap = "ASL0502", "distributed-map", Error, "the distributed Map is not supported yet";
    UnsupportedPath = "ASL0503", "unsupported-path", Error, "a path uses what cannot be compiled yet";

    JsonataSyntax = "ASL0601", "jsonata-syntax", Error, "an expression of JSONata is malformed";
    JsonataTopLevelName = "ASL0602", "jsonata-top-level-name", Error, "a field's name stands where there is no context";
    JsonataRoot = "ASL0603", "jsonata-root", Error, "`$$` has no meaning in a state machine";
    JsonataStatesMember = "ASL0604", "jsonata-states-member", Error, "`$states` has no such member here";
    UnknownJsonataFunction = "ASL0605", "unknown-jsonata-function", Doomed, "what is called is no function";
    JsonataArity = "ASL0606", "jsonata-arity", Doomed, "a function gets too few or too many arguments";
    JsonataArgumentType = "ASL0607", "jsonata-argument-type", Doomed, "an argument has a type that the function refuses";
    JsonataResultType = "ASL0608", "jsonata-result-type", Doomed, "the result has a type that the field refuses";
    UndefinedVariable = "ASL0609", "undefined-variable", Doomed, "a variable is assigned nowhere";
    JsonataOperandType = "ASL0610", "jsonata-operand-type", Doomed, "an operand has a type that the operator refuses";

    PathNeverResolves = "ASL0701", "path-never-resolves", Doomed, "a path selects nothing in the data that reach it";
    PathMayMiss = "ASL0702", "path-may-miss", Warning, "a path selects nothing on one of the ways to its state";
    UnassignedVariable = "ASL0703", "unassigned-variable", Doomed, "a variable is read before it can be assigned";
    VariableMayBeUnassigned = "ASL0704", "variable-may-be-unassigned", Warning, "a variable is assigned nowhere on one of the ways to its state";
    ArgumentData = "ASL0705", "argument-data", Doomed, "the data are not what an intrinsic function takes";
    ResultPathData = "ASL0706", "result-path-data", Doomed, "`ResultPath` leads into data that are no object";
    ItemsData = "ASL0707", "items-data", Doomed, "a Map has no array to work on";
    FieldData = "ASL0708", "field-data", Doomed, "the data are not what a field takes";
    ComparisonData = "ASL0709", "comparison-data", Warning, "a comparison is of another type than the data";
    RuleNeverMatches = "ASL0710", "rule-never-matches", Warning, "a choice rule can never match";
    RuleAlwaysMatches = "ASL0711", "rule-always-matches", Warning, "a choice rule leaves nothing for those after it";
    NoRuleMatches = "ASL0712", "no-rule-matches", Doomed, "no choice rule can match, and there is no `Default`";
    UnreachableByData = "ASL0713", "unreachable-by-data", Warning, "no data can lead to a state";

    StateGone = "ASL0801", "state-gone", Error, "a state of the older version is gone";
    StateTypeChanged = "ASL0802", "state-type-changed", Error, "a state has another type than in the older version";
    TaskChanged = "ASL0803", "task-changed", Error, "a state runs something else than in the older version";
    BranchesChanged = "ASL0804", "branches-changed", Error, "a Parallel has another number of branches than in the older version";
    ItemsChanged = "ASL0805", "items-changed", Error, "a Map takes other items than in the older version";
    VariableGone = "ASL0806", "variable-gone", Error, "a variable of the older version is gone";
    RetriersChanged = "ASL0807", "retriers-changed", Warning, "a retrier takes other errors than in the older version";
    DataInFlight = "ASL0808", "data-in-flight", Error, "an execution of the older version would fail";
}

impl Code {
    /// The code of an id (`ASL0102`) or slug (`unknown-field`).
    pub fn parse(text: &str) -> Option<Code> {
        Self::ALL.iter().copied().find(|code| {
            let info = code.info();
            info.id.eq_ignore_ascii_case(text) || info.slug == text
        })
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.info().id)
    }
}
