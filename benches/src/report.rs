//! The figures as a table for people and as lines for programs.
//!
//! A line is `what workload variant figure`. `what` is `time` (median), `best` (minimum), `transition`, `allocs`, `bytes` or
//! `instructions` when values go in and out, and has the suffix `-json` when text does; `ratio` lines name two variants.

use std::io::{self, Write};

use crate::measure::Figures;
use crate::workloads::{Mode, Workload};

/// One variant's figures with the number that comes from another run.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// From this process.
    pub(crate) figures: Figures<'a>,
    /// From callgrind, if it is there.
    pub(crate) instructions: Option<u64>,
}

/// Writes one workload's figures.
///
/// # Errors
/// The output is closed.
pub(crate) fn write(out: &mut impl Write, workload: &Workload, rows: &[Row<'_>]) -> io::Result<()> {
    write_table(out, workload, rows)?;
    for row in rows {
        write_lines(out, workload, row)?;
    }
    for (index, row) in rows.iter().enumerate() {
        for other in rows.iter().skip(index + 1).filter(|other| other.figures.mode == row.figures.mode) {
            let ratio = row.figures.ratio_to(&other.figures);
            let (mine, theirs) = (row.figures.variant.name, other.figures.variant.name);
            writeln!(out, "ratio{} {} {mine}/{theirs} {ratio:.3}", suffix(row.figures.mode), workload.name)?;
        }
    }
    writeln!(out)?;
    out.flush()
}

fn write_table(out: &mut impl Write, workload: &Workload, rows: &[Row<'_>]) -> io::Result<()> {
    writeln!(out, "{}: {}, {} transitions", workload.name, workload.about, workload.transitions)?;
    let heads = ("variant", "in/out", "median ns", "best ns", "ns/trans.", "allocs", "bytes", "instructions");
    let (variant, mode, median, best, transition, allocs, bytes, instructions) = heads;
    writeln!(
        out,
        "  {variant:<12} {mode:<7} {median:>11} {best:>11} {transition:>10} {allocs:>8} {bytes:>9} {instructions:>13}"
    )?;
    for Row { figures, instructions } in rows {
        let (median, best) = (figures.median(), figures.minimum());
        writeln!(
            out,
            "  {:<12} {:<7} {median:>11.0} {best:>11.0} {:>10.1} {:>8} {:>9} {:>13}",
            figures.variant.name,
            figures.mode.name(),
            best / f64::from(workload.transitions),
            figures.allocations.calls,
            figures.allocations.bytes,
            instructions.map_or_else(|| "-".to_owned(), |number| number.to_string()),
        )?;
    }
    writeln!(out)
}

fn write_lines(out: &mut impl Write, workload: &Workload, row: &Row<'_>) -> io::Result<()> {
    let Row { figures, instructions } = row;
    let (name, variant, suffix) = (workload.name, figures.variant.name, suffix(figures.mode));
    let transition = figures.minimum() / f64::from(workload.transitions);
    writeln!(out, "time{suffix} {name} {variant} {:.1} ns", figures.median())?;
    writeln!(out, "best{suffix} {name} {variant} {:.1} ns", figures.minimum())?;
    writeln!(out, "transition{suffix} {name} {variant} {transition:.2} ns")?;
    writeln!(out, "allocs{suffix} {name} {variant} {}", figures.allocations.calls)?;
    writeln!(out, "bytes{suffix} {name} {variant} {}", figures.allocations.bytes)?;
    if let Some(number) = instructions {
        writeln!(out, "instructions{suffix} {name} {variant} {number}")?;
    }
    Ok(())
}

fn suffix(mode: Mode) -> &'static str {
    match mode {
        Mode::Values => "",
        Mode::Json => "-json",
    }
}
