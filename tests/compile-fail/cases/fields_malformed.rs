//! Values that are none. After each, reading goes on at the next field.

use asl_runtime::asl_workflow;

asl_workflow! {
    path: "order.asl.json",
    name: "check out",
    input: ,
    output = Vec<u8>,
    tasks: ["ReserveStock"],
    substitutions: { "ReserveStock": 1 },
    allow: doomed,
    crate: 1
}

asl_workflow!("order.asl.json" name: second);

asl_workflow!("order.asl.json", name: third, tasks: { "ReserveStock": u8 });

asl_workflow!("order.asl.json", name: fourth, tasks: { "ReserveStock": (u8, u8) -> u8 });

asl_workflow!("order.asl.json", name: fifth, tasks: { ReserveStock });

asl_workflow!("order.asl.json", name: match);

fn main() {}
