//! Options that do not fit the definition, each at its own place.

use asl_runtime::asl_workflow;

asl_workflow! {
    path: "order.asl.json",
    tasks: {
        "ReserveStok": () -> u8,
        "Ship": () -> u8,
        "Charge": () -> u8,
        "Charge": () -> u8,
        "Reserve stock": () -> u8,
        "ReserveStock": () -> u8,
    },
    substitutions: {
        "Charg": "arn:aws:lambda:eu-west-1:123456789012:function:charge",
        "Charge": "arn:aws:lambda:eu-west-1:123456789012:function:charge",
        "Charge": "arn:aws:lambda:eu-west-1:123456789012:function:charge",
    },
    allow: [dooomed, unknown-fild, ASL9999, ASL0313, ASL0313],
}

fn main() {
    let _: Option<order::State> = None;
}
