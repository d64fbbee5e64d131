//! The command line.

use crate::Outcome;
use crate::workloads::Mode;

#[cfg(test)]
mod tests;

/// How to call the program.
pub(crate) const USAGE: &str = "\
usage: asl-benches [--quick] [--no-instructions] [--workload NAME]
       asl-benches build [--quick]
       asl-benches count WORKLOAD VARIANT TIMES [values|json]

  --quick             fewer rounds: a look instead of a measurement
  --no-instructions   leave out the runs under valgrind
  --workload NAME     only this one (W1, W2, …)
  build               what workflows cost at build time; with --quick without cargo and rustc
  count               only execute, for callgrind and perf; from text to text unless `values` is said
";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arguments {
    /// Compare the variants.
    Compare {
        /// Fewer rounds.
        quick: bool,
        /// Count instructions, if valgrind is there.
        instructions: bool,
        /// The only workload.
        workload: Option<String>,
    },
    /// Measure the compiler and its output.
    Build {
        /// Leave out what takes minutes.
        quick: bool,
    },
    /// Execute and say nothing.
    Count {
        /// The workload's name.
        workload: String,
        /// The variant's name.
        variant: String,
        /// Number of executions.
        times: u64,
        /// What goes in and out.
        mode: Mode,
    },
    /// Tell how to call the program.
    Help,
}

impl Arguments {
    /// Reads what follows the program's name.
    ///
    /// # Errors
    /// Something is unknown or missing.
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut arguments = arguments.peekable();
        if arguments.next_if(|argument| argument == "count").is_some() {
            return Self::parse_count(arguments);
        }
        if arguments.next_if(|argument| argument == "build").is_some() {
            return Self::parse_build(arguments);
        }
        let (mut quick, mut instructions, mut workload) = (false, true, None);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => quick = true,
                "--no-instructions" => instructions = false,
                "--workload" => workload = Some(arguments.next().ok_or("--workload needs a name")?),
                "--help" | "-h" => return Ok(Self::Help),
                _ => return Err(format!("unknown argument {argument}\n{USAGE}").into()),
            }
        }
        Ok(Self::Compare { quick, instructions, workload })
    }

    fn parse_build(arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut quick = false;
        for argument in arguments {
            match argument.as_str() {
                "--quick" => quick = true,
                "--help" | "-h" => return Ok(Self::Help),
                _ => return Err(format!("unknown argument {argument}\n{USAGE}").into()),
            }
        }
        Ok(Self::Build { quick })
    }

    fn parse_count(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut next = |what: &str| arguments.next().ok_or_else(|| format!("{what} is missing\n{USAGE}"));
        let (workload, variant) = (next("WORKLOAD")?, next("VARIANT")?);
        let times = next("TIMES")?.parse()?;
        let mode = match arguments.next().as_deref() {
            None | Some("json") => Mode::Json,
            Some("values") => Mode::Values,
            Some(other) => return Err(format!("unknown mode {other}\n{USAGE}").into()),
        };
        Ok(Self::Count { workload, variant, times, mode })
    }
}
