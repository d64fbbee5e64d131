//! What a workflow costs at build time: lines of code, time of the expansion, time of rustc.
//!
//! A line is `build what [profile] of figure`. `of` is a workload (`w2`) or the number of states of a generated
//! workflow.
//!
//! | Line | Figure |
//! |---|---|
//! | `lines-per-state` | formatted generated code, the parts that every workflow has once included |
//! | `expansion-per-state` | from the definition's text to tokens, all stages of the compiler |
//! | `emission-per-state` | of that, the last stage |
//! | `formatting-per-state` | from tokens to formatted text: build scripts only |
//! | `rustc` | what the generated code, in a file, and a `main` that runs it add to a crate's build |
//! | `macro` | the same by `asl_workflow!`: the expansion included, by a compiler that is itself built without optimization |

mod definition;
mod figures;
mod scratch;

use std::io::Write;

use asl_compiler::{Options, Source, compile};

use crate::Outcome;
use crate::measure::median;
use definition::Definition;
use figures::Figures;
use scratch::{Profile, Scratch, WITHOUT};

/// The workloads whose lines are told.
const WORKLOADS: [(&str, &str); 6] = [
    ("w1", include_str!("../../workloads/w1.asl.json")),
    ("w2", include_str!("../../workloads/w2.asl.json")),
    ("w2lite", include_str!("../../workloads/w2lite.asl.json")),
    ("w3", include_str!("../../workloads/w3.asl.json")),
    ("w3task", include_str!("../../workloads/w3task.asl.json")),
    ("w4", include_str!("../../workloads/w4.asl.json")),
];

/// States of the generated workflows.
const SIZES: [usize; 2] = [12, 100];

/// Builds with and without the workflow; the median is told.
const BUILDS: usize = 3;

/// The two ways of getting a workflow into a crate, by the word of the report.
const WAYS: [(&str, &str); 2] = [
    ("rustc", "include!(\"workflow.rs\");"),
    ("macro", "asl_runtime::asl_workflow!(\"workflow.asl.json\");"),
];

/// Measures and writes all lines; `quick` leaves out cargo and rustc.
///
/// # Errors
/// Something does not compile, or the output is closed.
pub(crate) fn report(out: &mut impl Write, quick: bool) -> Outcome<()> {
    let rounds = if quick { 5 } else { 101 };
    for (name, text) in WORKLOADS {
        write_figures(out, name, &Figures::of(name, text, rounds)?)?;
    }
    for states in SIZES {
        let figures = Figures::of("workflow", &Definition::new(states).text, rounds)?;
        write_figures(out, &states.to_string(), &figures)?;
    }
    if quick {
        return Ok(());
    }
    let scratch = Scratch::new()?;
    for profile in Profile::ALL {
        // Builds all that the crate needs.
        scratch.build(WITHOUT, profile)?;
        for states in SIZES {
            for (way, module) in WAYS {
                let added = measure_addition(&scratch, &Definition::new(states), module, profile)?;
                writeln!(out, "build {way} {} {states} {added:.2} s", profile.name())?;
                out.flush()?;
            }
        }
    }
    Ok(())
}

fn write_figures(out: &mut impl Write, of: &str, figures: &Figures) -> Outcome<()> {
    writeln!(out, "build lines-per-state {of} {:.1}", figures.lines_per_state())?;
    let times = [
        ("expansion", figures.expansion),
        ("emission", figures.emission),
        ("formatting", figures.formatting),
    ];
    for (what, nanoseconds) in times {
        writeln!(out, "build {what}-per-state {of} {:.1} us", figures.per_state(nanoseconds) / 1e3)?;
    }
    Ok(())
}

/// Seconds that the workflow adds to the crate's build.
fn measure_addition(
    scratch: &Scratch,
    definition: &Definition,
    module: &str,
    profile: Profile,
) -> Outcome<f64> {
    let source = Source::new("workflow.asl.json", definition.text.as_str());
    let code = compile(&source, &Options::new("workflow")).code().ok_or("the definition does not compile")?;
    scratch.put("workflow.rs", &code)?;
    scratch.put("workflow.asl.json", &definition.text)?;
    let main = definition.program(module);
    let mut added = Vec::with_capacity(BUILDS);
    for _ in 0..BUILDS {
        let without = scratch.build(WITHOUT, profile)?;
        let with = scratch.build(&main, profile)?;
        added.push(with.as_secs_f64() - without.as_secs_f64());
    }
    // What does not run was not all compiled.
    scratch.run(profile)?;
    Ok(median(added))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_lines_have_a_figure_each() {
        let mut out = Vec::new();
        report(&mut out, true).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), (WORKLOADS.len() + SIZES.len()) * 4);
        for line in text.lines() {
            let words: Vec<_> = line.split(' ').collect();
            assert_eq!(words[0], "build", "{line}");
            assert!(words[1].ends_with("-per-state"), "{line}");
            assert!(words[3].parse::<f64>().unwrap() > 0.0, "{line}");
        }
    }
}
