//! Task: evaluate the request, call the user's method.

use super::Context;
use super::expr::{Env, emit_field, emit_select, emit_template};
use super::inputs::{Input, TaskNames, emit_fill};
use super::places::{self, Places};
use super::scope::Scope;
use crate::ir::{Number, Pattern, Resource, ResourceKind, TaskState};
use proc_macro2::TokenStream;
use quote::quote;

/// The arm of `work`; `raw` is the state's input, borrowed.
///
/// ```text
/// let parameters = ReserveStockInput { order_id: rt::param(…)?, … };
/// let mut call = rt::Call { info: &TASK_1, timeout: rt::None, … };
/// frame.schedule(&call)?;
/// let attempt = frame.attempt(&mut call);
/// let ended = {
///     let task = rt::pin!(async { Tasks::reserve_stock(&self.tasks, parameters, attempt.context()).await });
///     frame.call(raw, &attempt, task, result).await
/// };
/// frame.put_back(attempt);
/// ended
/// ```
pub(super) fn emit_work(cx: &Context<'_>, scope: &Scope<'_, '_>, task: &TaskState) -> TokenStream {
    let (document, item) = (quote!(raw), quote!(frame.item()));
    let env = Env::new(scope, &document, &item);
    let input = emit_select(env, &task.input).map(|input| quote!(let input = &#input;));
    let document = if input.is_some() { quote!(input) } else { quote!(raw) };
    let env = env.over(&document);
    let token =
        matches!(task.resource.kind, ResourceKind::Integration { pattern: Pattern::WaitForTaskToken, .. });
    let open_token = token.then(|| quote!(frame.open_token();));
    let timeout = emit_number(env, task.timeout.as_ref(), "TimeoutSecondsPath");
    let heartbeat = emit_number(env, task.heartbeat.as_ref(), "HeartbeatSecondsPath");
    let credentials = if let Some(credentials) = &task.credentials {
        let credentials = emit_template(env, credentials);
        quote!(rt::Some(#credentials))
    } else {
        quote!(rt::None)
    };
    let names = cx.task(task.task);
    let mut paths = Vec::new();
    if let Some(parameters) = &task.parameters {
        places::of_template(parameters, &mut paths);
    }
    let (shared, places) = Places::share(env, &paths, 2);
    let Parameters { statements: parameters, kept, argument } =
        emit_parameters(cx, Env { places: Some(&places), ..env }, names, task);
    let check =
        matches!(&task.resource.kind, ResourceKind::Integration { service, .. } if service == "apigateway")
            .then(|| quote!(rt::check_api_request(&#kept)?;));
    let info = emit_info(cx, scope, task);
    let invoke = emit_invoke(cx, scope, names, &argument);
    quote! {
        #input
        #open_token
        let timeout = #timeout;
        let heartbeat = #heartbeat;
        #shared
        #parameters
        #check
        let mut call = rt::Call { info: &#info, timeout, heartbeat, credentials: #credentials, parameters: rt::kept::<E>(|| #kept) };
        frame.schedule(&call)?;
        let attempt = frame.attempt(&mut call);
        let ended = {
            let task = rt::pin!(async { #invoke });
            frame.call(raw, &attempt, task, result).await
        };
        frame.put_back(attempt);
        ended
    }
}

/// What a task is asked.
struct Parameters {
    /// Evaluated before the attempt is scheduled.
    statements: TokenStream,
    /// For the history.
    kept: TokenStream,
    /// In the type of the method.
    argument: TokenStream,
}

fn emit_parameters(cx: &Context<'_>, env: Env<'_>, names: &TaskNames, task: &TaskState) -> Parameters {
    let document = env.document;
    let value = if let Some(template) = &task.parameters {
        emit_template(env, template)
    } else {
        quote!(rt::Value::clone(#document))
    };
    let argument = quote!(parameters);
    match (&names.input, &task.parameters) {
        (Input::Struct(shape), Some(template)) => {
            let filled = emit_fill(env, shape, template, &cx.to_root);
            let kept = quote!(rt::Value::from(rt::Clone::clone(&parameters)));
            Parameters { statements: quote!(let parameters = #filled;), kept, argument }
        }
        (Input::Declared(alias), _) => {
            let root = &cx.to_root;
            let statements = quote! {
                let request = #value;
                let parameters = (#root super::#alias)(&request)?;
            };
            Parameters { statements, kept: quote!(request), argument }
        }
        // Copied where the task gets it.
        (_, None) => Parameters { statements: TokenStream::new(), kept: value.clone(), argument: value },
        _ => {
            let kept = quote!(rt::Value::clone(&parameters));
            Parameters { statements: quote!(let parameters = #value;), kept, argument }
        }
    }
}

/// The call of the method, as a `Result<Value, TaskError>`.
///
/// Not in method syntax: a task may be named `into`, or after another method that every type has.
fn emit_invoke(
    cx: &Context<'_>,
    scope: &Scope<'_, '_>,
    names: &TaskNames,
    argument: &TokenStream,
) -> TokenStream {
    let (method, root) = (&names.method, &cx.to_root);
    let tasks = &scope.tasks;
    let call = quote!(#root Tasks::#method(#tasks, #argument, attempt.context()).await);
    match &names.output {
        Some(alias) => quote!((#root super::#alias)(&#call?)),
        None => call,
    }
}

fn emit_number(env: Env<'_>, number: Option<&Number>, field: &str) -> TokenStream {
    match number {
        None => quote!(rt::None),
        Some(Number::Literal(seconds)) => quote!(rt::Some(#seconds)),
        Some(Number::Path(path)) => {
            let seconds = emit_field(env, path, &quote!(rt::timeout), &[quote!(#field)]);
            quote!(rt::Some(#seconds?))
        }
    }
}

/// The constant `TaskInfo`.
fn emit_info(cx: &Context<'_>, scope: &Scope<'_, '_>, task: &TaskState) -> proc_macro2::Ident {
    let name = &cx.task(task.task).name;
    let Resource { arn, kind } = &task.resource;
    let mut waiting = quote!(Return);
    let mut is_job = false;
    let resource = match kind {
        ResourceKind::Lambda => quote!(rt::Resource::Lambda { arn: #arn }),
        ResourceKind::Activity => quote!(rt::Resource::Activity { arn: #arn }),
        ResourceKind::Integration { service, action, pattern } => {
            if *pattern == Pattern::WaitForTaskToken {
                waiting = quote!(Token);
            }
            is_job = action.contains(".sync");
            quote!(rt::Resource::Integration { resource_type: #service, resource: #action })
        }
    };
    let info = quote!(rt::TaskInfo { task: #name, resource: #resource, waiting: rt::Waiting::#waiting, is_job: #is_job });
    scope.constant("TASK", &quote!(rt::TaskInfo), info)
}
