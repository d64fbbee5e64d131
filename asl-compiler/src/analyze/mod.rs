//! From text to program: all stages in their order.

mod apart;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::check::WorkflowType;
use crate::definition::DefinitionHash;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Source, Span};
use crate::{ast, check, flow, ir, json, lower};

/// What the caller decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnalyzeOptions {
    /// Codes whose doomed findings and warnings are dropped. Errors cannot be allowed.
    pub allow: Vec<Code>,
    /// Drops every doomed finding: the program then fails where AWS fails.
    pub allow_doomed: bool,
    /// Values of `${Name}` placeholders, by name.
    pub substitutions: BTreeMap<String, String>,
    /// What kind of workflow it is for, where that is known.
    pub workflow: Option<WorkflowType>,
}

/// What the analysis gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The definition as the specification has it, as far as it could be read.
    pub machine: Option<ast::Machine>,
    /// The program; `None` exactly when the diagnostics have errors.
    pub program: Option<ir::Program>,
    /// The identity of the definition; `None` when the text could not be read.
    pub hash: Option<DefinitionHash>,
    /// Everything found, in order of place.
    pub diagnostics: Diagnostics,
}

/// AWS's limit for the text of a definition.
const LARGEST_TEXT: usize = 1_048_576;

/// Reads a definition, checks it, and gives the program if nothing is wrong with it.
pub fn analyze(source: &Source, options: &AnalyzeOptions) -> Analysis {
    let mut diagnostics = Diagnostics::default();
    let node = read(source, &options.substitutions, &mut diagnostics);
    let hash = node.as_ref().map(DefinitionHash::of);
    let machine = node.and_then(|node| understand(node, options, &mut diagnostics));
    let mut program = machine.as_ref().and_then(|machine| follow(machine, &mut diagnostics));
    diagnostics.finish();
    diagnostics.allow(&options.allow, options.allow_doomed);
    program = program.filter(|_| !diagnostics.has_errors());
    if program.is_none() && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::new(
                Code::Internal,
                Span::at(0),
                "no mistake was found, and yet nothing can be compiled",
            )
            .help("this is a bug of the compiler; please report it with this definition"),
        );
    }
    Analysis { machine, program, hash, diagnostics }
}

/// Reads a definition and checks it: [`check_node`] for a text.
pub fn check(source: &Source, options: &AnalyzeOptions) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    match read_node(source, &mut diagnostics) {
        Some(node) => check_node(node, options),
        None => diagnostics,
    }
}

/// Checks a definition that is already read, such as one inside a template: everything but whether it can be
/// compiled here. What is found at a placeholder without a value is dropped, for what will stand there is unknown.
pub fn check_node(mut node: json::Node, options: &AnalyzeOptions) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    json::substitute(&mut node, &options.substitutions);
    let unknown = json::unknown_values(&node);
    if let Some(machine) = understand(node, options, &mut diagnostics) {
        follow(&machine, &mut diagnostics);
    }
    diagnostics.finish();
    diagnostics.allow(&options.allow, options.allow_doomed);
    let is_unknown = |found: &Diagnostic| unknown.contains(&found.primary.span);
    // A transition to an unknown state may be the one that another state lacks.
    let leads_somewhere = diagnostics
        .iter()
        .any(|found| is_unknown(found) && matches!(found.code, Code::MissingTarget | Code::TargetOutside));
    let depends_on_it = |code| matches!(code, Code::Unreachable | Code::NoTerminal | Code::NestedNoTerminal);
    diagnostics.retain(|found| !(is_unknown(found) || leads_somewhere && depends_on_it(found.code)));
    diagnostics
}

/// The definition as it is compiled.
pub(crate) fn read(
    source: &Source,
    substitutions: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> Option<json::Node> {
    // Afterwards: a tree of data with places.
    let mut node = read_node(source, diagnostics)?;
    // Afterwards: no placeholder is left that has a value.
    if !substitutions.is_empty() {
        json::substitute(&mut node, substitutions);
    }
    Some(node)
}

fn read_node(source: &Source, diagnostics: &mut Diagnostics) -> Option<json::Node> {
    // Afterwards: the text is of a size that AWS takes.
    let size = source.text().len();
    if size > LARGEST_TEXT {
        diagnostics.push(
            Diagnostic::new(Code::TooLarge, Span::at(0), "the definition is too large")
                .label(format!("{size} bytes, at most {LARGEST_TEXT} are allowed")),
        );
        return None;
    }
    json::read(source, diagnostics)
}

/// From data to meaning.
fn understand(
    node: json::Node,
    options: &AnalyzeOptions,
    diagnostics: &mut Diagnostics,
) -> Option<ast::Machine> {
    // Afterwards: each place by itself is right, or reported.
    let machine = ast::parse(node, diagnostics)?;
    // Afterwards: the places fit together, or it is reported.
    check::check(&machine, options.workflow, diagnostics);
    Some(machine)
}

/// The program, and what is found of its data; of a definition with distributed Maps only the latter.
fn infer(machine: &ast::Machine, diagnostics: &Diagnostics) -> Option<(Option<ir::Program>, Diagnostics)> {
    let mut of_data = Diagnostics::default();
    let errors: Vec<Code> = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| found.code)
        .collect();
    if errors.is_empty() {
        // Afterwards: names are ids. There is a program unless AWS would refuse the definition.
        let program = lower::lower(machine).ok()?;
        // Afterwards: the data fit what is done with them, or it is reported.
        flow::infer(&program).report(&mut of_data);
        return Some((Some(program), of_data));
    }
    if errors.iter().any(|code| *code != Code::DistributedMap) {
        return None;
    }
    let parts = apart::apart(machine);
    // Fields of a distributed Map in another one are an error, too, after which nothing is known.
    if parts.len() != errors.len() + 1 {
        return None;
    }
    for (index, part) in parts.iter().enumerate() {
        let program = lower::lower(part).ok()?;
        // Whether an execution of a processor sees the item of its Map is not known.
        let item = (index > 0).then(flow::Shape::any);
        flow::infer_from(&program, flow::Known { item, ..flow::Known::default() }).report(&mut of_data);
    }
    // Variables have been checked for all parts together.
    let of_variables = [Code::UnassignedVariable, Code::VariableMayBeUnassigned];
    of_data.retain(|found| !of_variables.contains(&found.code));
    Some((None, of_data))
}

/// From meaning to program, and to what is known of its data.
fn follow(machine: &ast::Machine, diagnostics: &mut Diagnostics) -> Option<ir::Program> {
    let (program, mut of_data) = infer(machine, diagnostics)?;
    let overlap = |a: &Diagnostic, b: &Diagnostic| {
        a.primary.span.start < b.primary.span.end && b.primary.span.start < a.primary.span.end
    };
    // What can never work at a place, whatever the data, is not said a second time.
    let said = |found: &Diagnostic| {
        diagnostics.iter().any(|other| other.severity == Severity::Doomed && overlap(found, other))
    };
    of_data.retain(|found| !said(found));
    // Nor that something may happen which is certain to.
    let is_certain = |found: &Diagnostic| {
        of_data.iter().any(|other| other.code == Code::NoRuleMatches && overlap(found, other))
    };
    diagnostics.retain(|found| found.code != Code::ChoiceWithoutDefault || !is_certain(found));
    // Nor that a rule is never used: what is said of its condition explains it.
    let starts = |list: &Diagnostics, code: Code| -> Vec<usize> {
        let of_code = list.iter().filter(|found| found.code == code);
        of_code.map(|found| found.primary.span.start).collect()
    };
    let (mut rules, never) =
        (starts(diagnostics, Code::UnreachedRule), starts(&of_data, Code::RuleNeverMatches));
    rules.sort_unstable();
    let is_explained = |rule: usize| {
        let next = rules.iter().copied().find(|next| *next > rule).unwrap_or(usize::MAX);
        never.iter().any(|condition| (rule..next).contains(condition))
    };
    diagnostics.retain(|found| found.code != Code::UnreachedRule || !is_explained(found.primary.span.start));
    of_data.iter().cloned().for_each(|found| diagnostics.push(found));
    program
}
