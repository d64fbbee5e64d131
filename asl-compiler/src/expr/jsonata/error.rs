//! Syntax errors: the language's own codes, its words as AWS shows them, and ours.

use std::ops::Range;

use super::lex::Token;

/// What keeps a text from being an expression. There is at most one: the parser stops at it, as AWS's does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The rule.
    pub code: SyntaxCode,
    /// Bytes of the field that are to blame; empty at its end when something is missing there.
    pub span: Range<usize>,
    /// What was found: the value of the token, as AWS shows it.
    pub token: String,
    /// What was found, as the user wrote it.
    pub(super) shown: String,
    /// What was expected.
    pub value: String,
    /// The bracket that is still open.
    pub opened: Option<Range<usize>>,
}

/// A syntax error on its way out of the parser: behind a pointer, as each level of the recursion holds results.
#[derive(Debug)]
pub(super) struct Refusal(Box<SyntaxError>);

impl Refusal {
    pub(super) fn at(code: SyntaxCode, span: Range<usize>) -> Self {
        let (token, shown, value) = (String::new(), String::new(), String::new());
        Self(Box::new(SyntaxError { code, span, token, shown, value, opened: None }))
    }

    pub(super) fn token(mut self, token: impl Into<String>) -> Self {
        self.0.token = token.into();
        self.0.shown.clone_from(&self.0.token);
        self
    }

    /// The token that was found.
    pub(super) fn found(mut self, token: &Token) -> Self {
        self.0.token = token.kind.quoted();
        self.0.shown = token.kind.shown();
        self
    }

    pub(super) fn value(mut self, value: impl Into<String>) -> Self {
        self.0.value = value.into();
        self
    }

    pub(super) fn opened(mut self, bracket: Range<usize>) -> Self {
        self.0.opened = Some(bracket);
        self
    }

    pub(super) fn into_error(self) -> SyntaxError {
        *self.0
    }
}

/// Declares the codes: name, the id of the language, its text with `{token}` and `{value}`.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $id:literal $text:literal;)*) => {
        /// The syntax errors of JSONata 2.0, and one of ours.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SyntaxCode { $($(#[$doc])* $name,)* }

        impl SyntaxCode {
            /// The code of the language: `S0101`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            fn template(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// A string without an end.
    UnclosedString "S0101" "String literal must be terminated by a matching quote";
    /// A number that no double holds.
    NumberRange "S0102" "Number out of range: {token}";
    /// A backslash before something else than the escapes of JSON.
    UnknownEscape "S0103" "Unsupported escape sequence: \\{token}";
    /// `\u` without four digits.
    BadCodeUnit "S0104" "The escape sequence \\u must be followed by 4 hex digits";
    /// A name in backquotes without an end.
    UnclosedName "S0105" "Quoted property name must be terminated with a backquote (`)";
    /// A comment without an end.
    UnclosedComment "S0106" "Comment has no closing tag";
    /// Something follows an expression that is complete.
    Trailing "S0201" "Syntax error: {token}";
    /// One token where only another fits.
    Expected "S0202" "Expected {value}, got {token}";
    /// The end where a token is missing.
    ExpectedBeforeEnd "S0203" "Expected {value} before end of expression";
    /// `!` or `~` alone.
    UnknownOperator "S0204" "Unknown operator: {token}";
    /// The end where an operand is missing.
    UnexpectedEnd "S0207" "Unexpected end of expression";
    /// A parameter of a lambda that is no variable.
    ParameterName "S0208" "Parameter {value} of function definition must be a variable name (start with $)";
    /// `x{…}[…]`.
    PredicateAfterGroup "S0209" "A predicate cannot follow a grouping expression in a step";
    /// `x{…}{…}`.
    SecondGroup "S0210" "Each step can only have one grouping expression";
    /// An operator without its left side.
    NotUnary "S0211" "The symbol {token} cannot be used as a unary operator";
    /// `:=` behind something else than a variable.
    BindTarget "S0212" "The left side of := must be a variable name (start with $)";
    /// A number, boolean or null as a step of a path.
    LiteralStep "S0213" "The literal value {value} cannot be used as a step within a path expression";
    /// `@` or `#` before something else than a variable.
    BindVariable "S0214" "The right side of {token} must be a variable name (start with $)";
    /// `x[…]@$v`.
    FocusAfterPredicate "S0215" "A context variable binding must precede any predicates on a step";
    /// `x^(…)@$v`.
    FocusAfterSort "S0216" "A context variable binding must precede the 'order-by' clause on a step";
    /// `%` where no step is known to come before.
    NoParent "S0217" "The object representing the 'parent' cannot be derived from this expression";
    /// `//`.
    EmptyRegex "S0301" "Empty regular expressions are not allowed";
    /// A regular expression without an end.
    UnclosedRegex "S0302" "No terminating / in regular expression";
    /// `<…>` in a signature behind something else than `a` and `f`.
    SignatureParameter "S0401" "Type parameters can only be applied to functions and arrays";
    /// `(…<…>…)` in a signature.
    SignatureChoice "S0402" "Choice groups containing parameterized types are not supported";
    /// More levels than this compiler reads; AWS evaluates far fewer.
    TooDeep "S0500" "Attempted to evaluate an expression containing syntax error(s)";
}

impl SyntaxError {
    /// AWS's words: those of the language without the code.
    pub fn aws(&self) -> String {
        let quote = |text: &str| format!("\"{text}\"");
        let template = self.code.template();
        if self.code == SyntaxCode::UnknownEscape {
            return template.replace("{token}", &self.token);
        }
        template.replace("{token}", &quote(&self.token)).replace("{value}", &quote(&self.value))
    }

    /// What is wrong, for the user.
    pub fn message(&self) -> String {
        let Self { shown: token, value, .. } = self;
        match self.code {
            SyntaxCode::UnclosedString => "a string has no closing quote".to_owned(),
            SyntaxCode::NumberRange => format!("the number `{token}` is out of range"),
            SyntaxCode::UnknownEscape => format!("`\\{token}` is no escape sequence"),
            SyntaxCode::BadCodeUnit => "`\\u` needs four hexadecimal digits".to_owned(),
            SyntaxCode::UnclosedName => "a name in backquotes has no closing backquote".to_owned(),
            SyntaxCode::UnclosedComment => "a comment has no end".to_owned(),
            SyntaxCode::Trailing => format!("unexpected `{token}` behind a complete expression"),
            SyntaxCode::Expected => format!("expected `{value}`, found `{token}`"),
            SyntaxCode::ExpectedBeforeEnd => format!("the expression ends where `{value}` is missing"),
            SyntaxCode::UnknownOperator => format!("`{token}` is no operator of JSONata"),
            SyntaxCode::UnexpectedEnd => "the expression ends where a value is missing".to_owned(),
            SyntaxCode::ParameterName => format!("parameter {value} of a function is no variable"),
            SyntaxCode::PredicateAfterGroup => "`[…]` cannot follow `{…}` in the same step".to_owned(),
            SyntaxCode::SecondGroup => "a step is grouped twice".to_owned(),
            SyntaxCode::NotUnary => format!("`{token}` stands where a value is missing"),
            SyntaxCode::BindTarget => "only a variable can stand before `:=`".to_owned(),
            SyntaxCode::LiteralStep => format!("`{value}` cannot be a step of a path"),
            SyntaxCode::BindVariable => format!("`{token}` must be followed by a variable"),
            SyntaxCode::FocusAfterPredicate => "`@` must come before the predicates of its step".to_owned(),
            SyntaxCode::FocusAfterSort => "`@` must come before `^(…)`".to_owned(),
            SyntaxCode::NoParent => "nothing here has a parent that `%` could be".to_owned(),
            SyntaxCode::EmptyRegex => "a regular expression is empty".to_owned(),
            SyntaxCode::UnclosedRegex => "a regular expression has no closing `/`".to_owned(),
            SyntaxCode::SignatureParameter => {
                "in a signature only `a` and `f` take a type in `<…>`".to_owned()
            }
            SyntaxCode::SignatureChoice => "a choice `(…)` of a signature cannot contain `<…>`".to_owned(),
            SyntaxCode::TooDeep => "the expression is nested too deeply".to_owned(),
        }
    }

    /// A few words for the place.
    pub fn label(&self) -> String {
        let text = match self.code {
            SyntaxCode::UnclosedString
            | SyntaxCode::UnclosedName
            | SyntaxCode::UnclosedComment
            | SyntaxCode::UnclosedRegex => "it begins here",
            SyntaxCode::NumberRange => "too large for a double",
            SyntaxCode::UnknownEscape | SyntaxCode::BadCodeUnit => "in this string",
            SyntaxCode::Trailing => "the expression should end before this",
            SyntaxCode::Expected | SyntaxCode::ExpectedBeforeEnd => {
                return format!("expected `{}`", self.value);
            }
            SyntaxCode::UnknownOperator => "no such operator",
            SyntaxCode::UnexpectedEnd => "expected a value",
            SyntaxCode::ParameterName => "a parameter starts with `$`",
            SyntaxCode::PredicateAfterGroup => "behind a group",
            SyntaxCode::SecondGroup => "the second group",
            SyntaxCode::NotUnary => "expected a value before this",
            SyntaxCode::BindTarget | SyntaxCode::BindVariable => "not a variable",
            SyntaxCode::LiteralStep => "not the name of a field",
            SyntaxCode::FocusAfterPredicate | SyntaxCode::FocusAfterSort => "too late here",
            SyntaxCode::NoParent => "the parent of what?",
            SyntaxCode::EmptyRegex => "matches nothing",
            SyntaxCode::SignatureParameter => "behind another type",
            SyntaxCode::SignatureChoice => "not supported by JSONata",
            SyntaxCode::TooDeep => "simplify this",
        };
        text.to_owned()
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        let text = match self.code {
            SyntaxCode::UnclosedString => "end it with the quote it began with",
            SyntaxCode::UnknownEscape if self.token == "'" => {
                "JSONata has JSON's escapes only; put a text with `'` in double quotes"
            }
            SyntaxCode::UnknownEscape => {
                "the escapes are `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` and `\\u0000`"
            }
            SyntaxCode::UnclosedComment => "end it with `*/`",
            SyntaxCode::Trailing => match self.token.as_str() {
                "==" | "=" => "JSONata compares with a single `=`",
                ";" => "several expressions need parentheses: `( …; … )`",
                ".." => "a range stands in brackets: `[1..9]`",
                ":" | "}" | ")" | "]" => "nothing before it is open",
                "|" => "either condition: `or`",
                _ => "is an operator missing, `&` to join texts for example?",
            },
            SyntaxCode::Expected if self.value == ":" => "an object is written `{ \"name\": value, … }`",
            SyntaxCode::Expected if self.value == ")" && self.token == ":=" => {
                "only a variable can be bound: `$name := value`"
            }
            SyntaxCode::UnknownOperator if self.token == "!" => "negation is the function `$not(…)`",
            SyntaxCode::UnknownOperator => "functions are chained with `~>`",
            SyntaxCode::ParameterName => "write `function($name) { … }`",
            SyntaxCode::PredicateAfterGroup => "filter before grouping, or put parentheses around the group",
            SyntaxCode::NotUnary => match self.token.as_str() {
                "=" => "JSONata compares with a single `=`",
                "?" | ":" => {
                    "AWS runs JSONata 2.0, which has neither `??` nor `?:`; write `$exists(x) ? x : y`"
                }
                "&" => "both conditions: `and`; texts are joined with a single `&`",
                "|" => "either condition: `or`",
                ">" => "an operand is missing on its left; a function is written `function($x) { … }`",
                "." | "+" | "*" | "/" | "<" => "an operand is missing on its left",
                _ => return None,
            },
            SyntaxCode::BindTarget => "variables start with `$`; `=` compares",
            SyntaxCode::LiteralStep => "put a field's name in backquotes, or use `[…]` for an index",
            SyntaxCode::BindVariable => "write a name that starts with `$`",
            SyntaxCode::FocusAfterPredicate => "write `step@$name[…]`",
            SyntaxCode::FocusAfterSort => "write `step@$name^(…)`",
            SyntaxCode::NoParent => "`%` goes from a step of a path to the step before it",
            SyntaxCode::TooDeep => "compute parts of it in an earlier state, or bind them to variables",
            _ => return None,
        };
        Some(text.to_owned())
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for SyntaxError {}
