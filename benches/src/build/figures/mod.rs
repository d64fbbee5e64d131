//! What the compiler gives and how long it takes for it.

use std::hint::black_box;
use std::time::Instant;

use asl_compiler::analyze::{AnalyzeOptions, analyze};
use asl_compiler::ir::{Machine, StateKind};
use asl_compiler::{Options, Source, compile};

use crate::Outcome;
use crate::measure::median;

#[cfg(test)]
mod tests;

/// Figures of one definition.
#[derive(Debug)]
pub(super) struct Figures {
    /// States, those of branches and iterations included.
    pub(super) states: usize,
    /// Lines of the formatted code.
    pub(super) lines: usize,
    /// Nanoseconds from text to tokens, all stages.
    pub(super) expansion: f64,
    /// The last of them: from the program to tokens.
    pub(super) emission: f64,
    /// Nanoseconds from tokens to formatted text, which build scripts need and macros do not.
    pub(super) formatting: f64,
}

impl Figures {
    /// Compiles a definition `rounds` times and takes the medians.
    ///
    /// # Errors
    /// The definition does not compile.
    pub(super) fn of(name: &str, text: &str, rounds: usize) -> Outcome<Self> {
        let (source, options) = (Source::new(format!("{name}.asl.json"), text), Options::new(name));
        let compilation = compile(&source, &options);
        let (Some(program), Some(code)) = (&compilation.program, compilation.code()) else {
            let messages: Vec<_> =
                compilation.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
            return Err(format!("{name}: {}", messages.join("; ")).into());
        };
        let mut analysis = Vec::with_capacity(rounds);
        let mut expansion = Vec::with_capacity(rounds);
        let mut formatting = Vec::with_capacity(rounds);
        for _ in 0..rounds {
            analysis.push(time(|| analyze(&source, &AnalyzeOptions::default())));
            expansion.push(time(|| compile(&source, &options)));
            formatting.push(time(|| compilation.code()));
        }
        // `compile` is the analysis and then emission; formed in each round, where both met the same machine.
        let emission = expansion.iter().zip(&analysis).map(|(all, before)| all - before).collect();
        Ok(Self {
            states: count_states(&program.root),
            lines: code.lines().count(),
            expansion: median(expansion),
            emission: median(emission),
            formatting: median(formatting),
        })
    }

    /// A figure for each state.
    pub(super) fn per_state(&self, figure: f64) -> f64 {
        figure / as_float(self.states)
    }

    /// Lines for each state.
    pub(super) fn lines_per_state(&self) -> f64 {
        self.per_state(as_float(self.lines))
    }
}

/// The states of a machine and of all machines in it.
pub(super) fn count_states(machine: &Machine) -> usize {
    let nested = machine.states.iter().map(|state| match &state.kind {
        StateKind::Parallel(parallel) => parallel.branches.iter().map(count_states).sum(),
        StateKind::Map(map) => count_states(&map.processor),
        _ => 0,
    });
    machine.states.len() + nested.sum::<usize>()
}

/// Nanoseconds that it takes; what it gives is dropped afterwards.
fn time<T>(run: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let result = black_box(run());
    let elapsed = start.elapsed();
    drop(result);
    elapsed.as_secs_f64() * 1e9
}

#[expect(clippy::cast_precision_loss, reason = "states and lines are far below 2^53")]
fn as_float(count: usize) -> f64 {
    count as f64
}
