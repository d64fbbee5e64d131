//! Restate's side of the durable benches.
//!
//! `asl-benches-restate SERVER FOLDER` runs Restate's server with its data in a folder, and a service whose handler takes ten
//! steps, says `ready`, and reads lines of its input: for `CLIENTS MILLISECONDS`, so many clients call the handler again and
//! again, and it answers `RATE P50 P99`, in calls a second and microseconds.

use std::error::Error;
use std::io::{BufRead, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use restate_sdk::prelude::*;
use serde::{Deserialize, Serialize};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What goes in, as in our workflow.
const ORDER: &str = r#"{"id":"A-1700","customer":{"name":"Ada","city":"London"},"cents":125000}"#;

/// What a step gives.
#[derive(Serialize, Deserialize)]
struct Done {
    step: u32,
    ok: bool,
}

#[derive(Deserialize)]
struct Order {
    #[expect(dead_code, reason = "it is read, as by any handler")]
    id: String,
}

struct Steps;

#[service]
impl Steps {
    #[handler]
    async fn take(&self, context: Context<'_>, order: Json<Order>) -> Result<Json<Done>, HandlerError> {
        std::hint::black_box(&order);
        let mut last = Done { step: 0, ok: true };
        for _ in 0..10 {
            last = context.run(|| async { Ok(Json(Done { step: 1, ok: true })) }).await?.into_inner();
        }
        Ok(Json(last))
    }
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args_os().skip(1);
    let server = arguments.next().ok_or("usage: asl-benches-restate SERVER FOLDER")?;
    let folder = arguments.next().ok_or("usage: asl-benches-restate SERVER FOLDER")?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let service = listener.local_addr()?;
    tokio::spawn(HttpServer::new(Endpoint::builder().bind(Steps).build()).serve(listener));
    let (ingress, admin) = (free_address().await?, free_address().await?);
    let mut process = launch(Path::new(&server), Path::new(&folder), ingress, admin).await?;
    let measured = measure(ingress, admin, service).await;
    end(&mut process).await?;
    measured
}

/// Ends the server with its whole group: npm's program is a script that starts the server proper.
async fn end(process: &mut Child) -> Outcome<()> {
    if let Some(group) = process.id() {
        Command::new("kill").args(["-KILL", "--", &format!("-{group}")]).status().await?;
    }
    process.wait().await?;
    Ok(())
}

async fn measure(ingress: SocketAddr, admin: SocketAddr, service: SocketAddr) -> Outcome<()> {
    let deployment = format!(r#"{{"uri":"http://{service}/"}}"#);
    patiently(|| post(admin, "/deployments", deployment.clone())).await?;
    patiently(|| post(ingress, "/Steps/take", ORDER.to_owned())).await?;
    let mut out = std::io::stdout();
    writeln!(out, "ready")?;
    out.flush()?;
    let (sender, mut lines) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    while let Some(line) = lines.recv().await {
        let (clients, span) = line.split_once(' ').ok_or("a line is not CLIENTS MILLISECONDS")?;
        let span = Duration::from_millis(span.parse()?);
        let (rate, p50, p99) = turn(ingress, clients.parse()?, span).await?;
        writeln!(out, "{rate} {p50} {p99}")?;
        out.flush()?;
    }
    Ok(())
}

async fn launch(server: &Path, folder: &Path, ingress: SocketAddr, admin: SocketAddr) -> Outcome<Child> {
    let node = free_address().await?;
    let mut command = Command::new(server);
    command
        .args(["--no-logo", "--listen-mode", "tcp", "--base-dir"])
        .arg(folder)
        .args(["--bind-address", &node.to_string()])
        .env("RESTATE_INGRESS__BIND_ADDRESS", ingress.to_string())
        .env("RESTATE_ADMIN__BIND_ADDRESS", admin.to_string())
        .env("RESTATE_DISABLE_TELEMETRY", "true")
        .env("RESTATE_LOG_FILTER", "off")
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::inherit())
        .process_group(0);
    Ok(command.spawn()?)
}

/// An address that nobody listens at.
async fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr()?)
}

/// Tries again until the server has started.
async fn patiently<F: Future<Output = Outcome<()>>>(attempt: impl Fn() -> F) -> Outcome<()> {
    let begun = Instant::now();
    loop {
        match attempt().await {
            Ok(()) => return Ok(()),
            Err(error) if begun.elapsed() > Duration::from_secs(120) => return Err(error),
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

async fn post(address: SocketAddr, path: &str, body: String) -> Outcome<()> {
    Client::connect(address).await?.post(path, body.into()).await
}

/// A connection that is used again and again.
struct Client {
    address: SocketAddr,
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    async fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { address, sender })
    }

    async fn post(&mut self, path: &str, body: Bytes) -> Outcome<()> {
        let request = Request::post(path)
            .header("host", self.address.to_string())
            .header("content-type", "application/json")
            .body(Full::new(body))?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        let answer = response.into_body().collect().await?.to_bytes();
        match status {
            StatusCode::OK | StatusCode::CREATED | StatusCode::ACCEPTED => Ok(()),
            status => Err(format!("{path}: {status}: {}", String::from_utf8_lossy(&answer)).into()),
        }
    }
}

/// Calls a second, and the middle and the 99th percentile of their times in microseconds.
async fn turn(ingress: SocketAddr, clients: usize, span: Duration) -> Outcome<(f64, f64, f64)> {
    let mut connected = Vec::new();
    for _ in 0..clients {
        connected.push(Client::connect(ingress).await?);
    }
    let begun = Instant::now();
    let tasks: Vec<_> = connected
        .into_iter()
        .map(|mut client| {
            tokio::spawn(async move {
                let (body, mut times) = (Bytes::from_static(ORDER.as_bytes()), Vec::new());
                while begun.elapsed() < span {
                    let before = Instant::now();
                    client.post("/Steps/take", body.clone()).await?;
                    times.push(before.elapsed().as_secs_f64() * 1e6);
                }
                Outcome::Ok(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or(f64::NAN);
    Ok((rate, at(50), at(99)))
}
