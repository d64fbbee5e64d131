//! Types that cannot be read from JSON, or written to it: each at its own place.

use asl_runtime::asl_workflow;

struct Plain;

asl_workflow! {
    path: "order.asl.json",
    input: Plain,
    output: Plain,
    tasks: {
        "ReserveStock": (Plain) -> Plain,
        "Charge": (u8) -> Missing,
    },
}

fn main() {}
