//! What AWS says about a finding: the words of `CreateStateMachine` and `ValidateStateMachineDefinition`, as far as they
//! are recorded. `report::aws` puts them together.

use std::borrow::Cow;

/// The code of nearly everything that one place can tell.
const SCHEMA: &str = "SCHEMA_VALIDATION_FAILED";

/// AWS's side of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aws {
    /// `SCHEMA_VALIDATION_FAILED` and the like.
    pub code: &'static str,
    /// What it says.
    pub text: AwsText,
    /// Where, seen from the primary span.
    pub place: AwsPlace,
}

/// AWS's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AwsText {
    /// One finding, one message.
    Plain(Cow<'static, str>),
    /// All required fields that are missing in one object are one message.
    Required(&'static str),
}

/// Which place AWS names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwsPlace {
    /// The value at the primary span; that of a key's field where a key is the span.
    Here,
    /// The object whose field the primary span is.
    Around,
    /// The field of a state that the primary span is inside of.
    StateField,
    /// The state that the primary span is inside of.
    State,
    /// None.
    Nowhere,
}

impl Aws {
    /// A finding of the schema, at the place itself.
    pub fn schema(text: impl Into<Cow<'static, str>>) -> Self {
        Self::other(SCHEMA, text)
    }

    /// A finding with a code of its own, at the place itself.
    pub fn other(code: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code, text: AwsText::Plain(text.into()), place: AwsPlace::Here }
    }

    /// A required field of a machine is missing.
    pub fn required(field: &'static str) -> Self {
        Self { code: SCHEMA, text: AwsText::Required(field), place: AwsPlace::Here }
    }

    /// A field that is not expected where it stands.
    pub fn not_supported(field: &str) -> Self {
        Self::schema(format!("Field '{field}' is not supported")).at(AwsPlace::Around)
    }

    /// None of several fields of which one is needed.
    pub fn one_of(fields: &str) -> Self {
        Self::schema(format!("This object should have only one of the following fields: [{fields}]"))
    }

    /// More than one of several fields of which one is needed.
    pub fn only_one_of(fields: &str) -> Self {
        Self::schema(format!("There should only be one of the following fields: [{fields}]"))
            .at(AwsPlace::Around)
    }

    /// The member of a template that holds no expression.
    pub fn template(field: &str) -> Self {
        Self::schema(format!(
            "The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call"
        ))
        .at(AwsPlace::StateField)
    }

    /// At another place.
    #[must_use]
    pub fn at(mut self, place: AwsPlace) -> Self {
        self.place = place;
        self
    }
}
