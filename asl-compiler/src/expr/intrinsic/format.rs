//! The template of `States.Format`.

/// A template of `States.Format` that AWS refuses when it is evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// The byte of the template where the brace stands that has no counterpart.
    pub at: usize,
    /// AWS's words.
    pub message: String,
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FormatError {}

/// Splits a template at its `{}`: the literal parts, one more than there are arguments to insert.
///
/// The template is argument 0 of a [`Call`](crate::ir::Call) of `States.Format` where that is a string
/// literal. The parser resolves only `\'` in it; `\\`, `\{` and `\}` are kept, since `\\{}` (a backslash and an
/// argument) and `\{}` could not be told apart otherwise. Here they are resolved.
///
/// A placeholder of `CloudFormation` (`${Bucket}`) that nobody has replaced is plain text: its braces vanish
/// before AWS sees the template.
///
/// ```
/// let parts = asl_compiler::expr::split_format(r"\{x\} {}, {}!").unwrap();
/// assert_eq!(parts, ["{x} ", ", ", "!"]);
/// ```
///
/// # Errors
/// A brace without its counterpart, or anything between two braces.
pub fn split_format(template: &str) -> Result<Vec<String>, FormatError> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        if let Some(placeholder) = placeholder(rest) {
            part.push_str(placeholder);
            rest = rest.strip_prefix(placeholder).unwrap_or_default();
            continue;
        }
        if let Some(after) = rest.strip_prefix("{}") {
            parts.push(std::mem::take(&mut part));
            rest = after;
            continue;
        }
        if c == '{' || c == '}' {
            return Err(FormatError {
                at: template.len() - rest.len(),
                message: "Invalid template in States.Format: matching '}' not found for '{'.".to_owned(),
            });
        }
        let mut chars = rest.chars();
        chars.next();
        let escaped =
            if c == '\\' { chars.clone().next().filter(|c| matches!(c, '\\' | '{' | '}')) } else { None };
        if let Some(escaped) = escaped {
            chars.next();
            part.push(escaped);
        } else {
            part.push(c);
        }
        rest = chars.as_str();
    }
    parts.push(part);
    Ok(parts)
}

/// `${Name}` at the start of the text: the names of `CloudFormation` and SAM, with attributes (`Queue.Arn`).
fn placeholder(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?;
    let length = name.find('}')?;
    let name = name.get(..length)?;
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-');
    if name.is_empty() || !name.chars().all(legal) {
        return None;
    }
    text.get(..length + 3)
}
