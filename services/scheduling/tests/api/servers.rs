//! A mail server and a web server in this process: they answer as told, and remember what they were given.

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Answers in order; the last one for ever.
struct Script<S>(VecDeque<S>);

impl<S: Copy> Script<S> {
    fn next(&mut self) -> S {
        let says = self.0.front().copied().expect("something to say");
        if self.0.len() > 1 {
            self.0.pop_front();
        }
        says
    }
}

/// What the mail server says to a whole message.
#[derive(Clone, Copy)]
pub enum Mail {
    Takes,
    Busy,
    Refuses,
    /// Takes the message, and is gone before it can say so.
    HangsUp,
}

#[derive(Clone)]
pub struct MailServer {
    script: Arc<Mutex<Script<Mail>>>,
    got: Arc<Mutex<Vec<Letter>>>,
    pub url: String,
}

/// A message as it came over the wire.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    pub text: String,
}

impl Letter {
    pub fn header(&self, name: &str) -> String {
        let start = format!("{name}: ");
        let line = self.text.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap_or_else(|| panic!("no {name}: {}", self.text)).to_owned()
    }

    /// Its body in one line, with the breaks of quoted-printable taken out.
    pub fn body(&self) -> String {
        let (_, body) = self.text.split_once("\r\n\r\n").expect("a body");
        body.replace("=\r\n", "").replace("=3D", "=").replace("\r\n", " ")
    }
}

impl MailServer {
    pub async fn that(says: &[Mail]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let script = Arc::new(Mutex::new(Script(says.iter().copied().collect())));
        let server = Self { script, got: Arc::default(), url };
        let serving = server.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                actix_web::rt::spawn(async move { server.talk(stream).await });
            }
        });
        server
    }

    pub fn got(&self) -> Vec<Letter> {
        self.got.lock().expect("not poisoned").clone()
    }

    /// One conversation, as far as RFC 5321 needs it here; it ends when the client is gone.
    async fn talk(self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 mail.test ESMTP\r\n").await.ok()?;
        let mut to = String::new();
        loop {
            let line = line(&mut stream).await?;
            let verb = line.trim_end().split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250 mail.test",
                "RCPT" => {
                    to = line.trim_end().to_owned();
                    "250 good"
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await.ok()?;
                    let text = data(&mut stream).await?;
                    self.got.lock().expect("not poisoned").push(Letter { to: to.clone(), text });
                    let says = self.script.lock().expect("not poisoned").next();
                    match says {
                        Mail::Takes => "250 2.0.0 Ok: queued as 4F2A9C0D",
                        Mail::Busy => "451 4.7.1 come back later, john.smith@example.org",
                        Mail::Refuses => "550 5.1.1 john.smith@example.org is not known here",
                        Mail::HangsUp => return None,
                    }
                }
                "QUIT" => "221 bye",
                _ => "250 good",
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    (stream.read_line(&mut line).await.ok()? > 0).then_some(line)
}

async fn data(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    loop {
        let line = line(stream).await?;
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(&line);
    }
}

#[derive(Clone)]
pub struct WebServer {
    script: Arc<Mutex<Script<u16>>>,
    got: Arc<Mutex<Vec<Posted>>>,
    pub url: String,
}

#[derive(Clone, Debug)]
pub struct Posted {
    pub headers: BTreeMap<String, String>,
    pub text: String,
    pub body: Value,
}

impl WebServer {
    pub fn that(says: &[u16]) -> Self {
        let script = Arc::new(Mutex::new(Script(says.iter().copied().collect())));
        let server = Self { script, got: Arc::default(), url: String::new() };
        let shared = server.clone();
        let app =
            move || App::new().app_data(web::Data::new(shared.clone())).default_service(web::post().to(take));
        let http = HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port");
        let url = format!("http://{}/messages", http.addrs()[0]);
        actix_web::rt::spawn(http.run());
        Self { url, ..server }
    }

    pub fn got(&self) -> Vec<Posted> {
        self.got.lock().expect("not poisoned").clone()
    }
}

async fn take(server: web::Data<WebServer>, request: HttpRequest, text: String) -> HttpResponse {
    let header =
        |(name, value): (&actix_web::http::header::HeaderName, &actix_web::http::header::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap_or_default().to_owned())
        };
    let headers = request.headers().iter().map(header).collect();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    server.got.lock().expect("not poisoned").push(Posted { headers, text, body });
    let status = server.script.lock().expect("not poisoned").next();
    let status = actix_web::http::StatusCode::from_u16(status).expect("a status");
    HttpResponse::build(status).json(serde_json::json!({"id": "SM0001"}))
}
