//! The command line.

use std::path::PathBuf;
use std::str::FromStr;

use crate::Outcome;

#[cfg(test)]
mod tests;

/// How to call the program.
pub(crate) const USAGE: &str = "\
usage: durable [--quick] [--folder FOLDER] [SECTION]...

  --quick           shorter turns and fewer executions: a look instead of a measurement
  --folder FOLDER   where the stores lie; the folder decides which disk is measured
  SECTION           only these: steps, restate, stored, history, waiting

steps     ten tasks and ten passes by 1 to 1,024 clients, beside plain SQLite and fdatasync
restate   ten steps by 1, 64 and 256 clients beside Restate, if its server is installed
stored    ten tasks with up to a million executions stored
history   a long history beside a SELECT of its rows
waiting   a million executions that wait for a time, and for a token
";

/// A part of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Steps,
    Restate,
    Stored,
    History,
    Waiting,
}

impl Section {
    const ALL: [Self; 5] = [Self::Steps, Self::Restate, Self::Stored, Self::History, Self::Waiting];
}

impl FromStr for Section {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Ok(match name {
            "steps" => Self::Steps,
            "restate" => Self::Restate,
            "stored" => Self::Stored,
            "history" => Self::History,
            "waiting" => Self::Waiting,
            _ => return Err(format!("unknown argument {name}\n{USAGE}")),
        })
    }
}

/// What to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Time,
    Token,
}

impl Kind {
    /// As the command line and the figures say it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Token => "token",
        }
    }
}

/// What a process does whose memory is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Child {
    /// Whether it starts the executions, or opens a store that has them.
    pub(crate) starts: bool,
    pub(crate) kind: Kind,
    /// How many wait.
    pub(crate) count: usize,
    /// How many of them go on within a second.
    pub(crate) firing: usize,
    pub(crate) path: PathBuf,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Arguments {
    Measure { quick: bool, place: Option<PathBuf>, sections: Vec<Section> },
    Waiting(Child),
    Help,
}

impl Arguments {
    /// Reads what follows the program's name.
    ///
    /// # Errors
    /// Something is unknown or missing.
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut arguments = arguments.peekable();
        if arguments.next_if(|argument| argument == "child").is_some() {
            return Child::parse(arguments).map(Self::Waiting);
        }
        let (mut quick, mut place, mut sections) = (false, None, Vec::new());
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => quick = true,
                "--folder" => place = Some(arguments.next().ok_or("--folder needs a folder")?.into()),
                "--help" | "-h" => return Ok(Self::Help),
                section => sections.push(section.parse()?),
            }
        }
        if sections.is_empty() {
            sections.extend(Section::ALL);
        }
        Ok(Self::Measure { quick, place, sections })
    }
}

impl Child {
    /// The arguments that [`parse`](Self::parse) reads.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let phase = if self.starts { "start" } else { "open" };
        let path = self.path.to_string_lossy().into_owned();
        let (count, firing) = (self.count.to_string(), self.firing.to_string());
        vec!["child".into(), phase.into(), self.kind.name().into(), count, firing, path]
    }

    fn parse(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut next = || arguments.next().ok_or("an argument of `child` is missing");
        let starts = next()? == "start";
        let kind = if next()? == "token" { Kind::Token } else { Kind::Time };
        Ok(Self { starts, kind, count: next()?.parse()?, firing: next()?.parse()?, path: next()?.into() })
    }
}
