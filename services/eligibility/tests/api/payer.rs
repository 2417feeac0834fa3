//! A payer in this process: answers as told, and remembers what it was asked.

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use x12::eligibility::{
    Answer, Benefit, BenefitKind, FollowUp, IMPLEMENTATION, Inquiry, Patient, RESPONSE_GROUP, Rejection,
    RejectionLevel, Response,
};
use x12::header::TransactionHeader;
use x12::name::Trace;
use x12::{Amount, Interchange, InterchangeHeader, Usage, write_interchange};

#[derive(Clone, Copy)]
pub enum Says {
    /// With a copay of 20 dollars for an office visit.
    Active,
    Inactive,
    Aaa(&'static str),
    OtherTrace,
    OtherPerson,
    Garbage,
    TooMuch,
    Status(u16),
    /// 429, with Retry-After in seconds.
    LeaveAlone(u16),
    /// Half an interchange.
    Half,
    Nothing,
}

#[derive(Clone)]
pub struct Asked {
    pub at: Instant,
    pub trace_header: String,
    /// Authorization and x-api-key, as they came.
    pub secrets: Vec<String>,
    /// The body as it came, its envelope with it.
    pub body: String,
    pub text: String,
    pub control: String,
    pub inquiry: Inquiry,
}

#[derive(Clone, Default)]
pub struct Payer {
    script: Arc<Mutex<VecDeque<Says>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    pub url: String,
}

impl Payer {
    /// Says these in order; the last one for ever.
    pub fn that(says: &[Says]) -> Self {
        Self::at(0, says)
    }

    pub fn at(port: u16, says: &[Says]) -> Self {
        let payer = Self { script: Arc::new(Mutex::new(says.iter().copied().collect())), ..Self::default() };
        let shared = payer.clone();
        let app = move || {
            let limit = web::PayloadConfig::new(1 << 20);
            App::new()
                .app_data(web::Data::new(shared.clone()))
                .app_data(limit)
                .route("/x12", web::post().to(answer))
        };
        let server =
            HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", port)).expect("a port");
        let url = format!("http://{}/x12", server.addrs()[0]);
        actix_web::rt::spawn(server.run());
        Self { url, ..payer }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("not poisoned").clone()
    }

    fn next(&self) -> Says {
        let mut script = self.script.lock().expect("not poisoned");
        let says = script.front().copied().expect("something to say");
        if script.len() > 1 {
            script.pop_front();
        }
        says
    }
}

async fn answer(payer: web::Data<Payer>, request: HttpRequest, text: String) -> HttpResponse {
    let content_type = header(&request, "content-type");
    let asked = Asked::read(&request, text);
    let inquiry = asked.inquiry.clone();
    payer.asked.lock().expect("not poisoned").push(asked);
    let says = payer.next();
    match says {
        Says::Nothing => std::future::pending().await,
        Says::Status(status) => HttpResponse::build(status.try_into().expect("a status")).finish(),
        Says::Garbage => HttpResponse::Ok().body("<html>We are sorry</html>"),
        Says::TooMuch => HttpResponse::Ok().body(vec![b'~'; (10 << 20) + 1]),
        Says::LeaveAlone(seconds) => {
            HttpResponse::TooManyRequests().insert_header(("retry-after", seconds.to_string())).finish()
        }
        _ => {
            let mut text = wrapped(&response(says, inquiry));
            if let Says::Half = says {
                text.truncate(text.len() / 2);
            }
            enveloped(&content_type, text)
        }
    }
}

impl Asked {
    fn read(request: &HttpRequest, body: String) -> Self {
        let trace_header = header(request, "x-trace");
        let secrets = ["authorization", "x-api-key"].map(|name| header(request, name)).to_vec();
        let text = payload(&header(request, "content-type"), &body);
        let read = Interchange::read(&text).expect("X12");
        let control = read[0].control().to_owned();
        let inquiry = Inquiry::parse(read[0].transactions().next().expect("one transaction")).expect("a 270");
        Self { at: Instant::now(), trace_header, secrets, body, control, inquiry, text }
    }
}

fn header(request: &HttpRequest, name: &str) -> String {
    let value = request.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// The X12 within a body, as a CORE server would take it out.
fn payload(content_type: &str, body: &str) -> String {
    if content_type.starts_with("application/edi-x12") {
        return body.to_owned();
    }
    let from = body.find("ISA*").expect("an interchange");
    let to =
        body.rfind("IEA*").map(|at| at + body[at..].find('~').expect("its end") + 1).expect("an interchange");
    body[from..to].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// As the inquiry came, so its answer goes.
fn enveloped(content_type: &str, text: String) -> HttpResponse {
    if content_type.starts_with("application/soap+xml") {
        let body = format!(
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><c:COREEnvelopeRealTimeResponse \
             xmlns:c=\"http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd\"><ErrorCode>Success</ErrorCode>\
             <Payload><![CDATA[{text}]]></Payload></c:COREEnvelopeRealTimeResponse></s:Body></s:Envelope>"
        );
        return HttpResponse::Ok().content_type("application/soap+xml").body(body);
    }
    if content_type.starts_with("multipart/form-data") {
        let part = |name: &str, value: &str| {
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = format!("{}{}--xyz--", part("ErrorCode", "Success"), part("Payload", &text));
        return HttpResponse::Ok().content_type("multipart/form-data; boundary=xyz").body(body);
    }
    HttpResponse::Ok().content_type("application/edi-x12").body(text)
}

pub fn response(says: Says, inquiry: Inquiry) -> Response {
    let Inquiry { payer, provider, subscriber, dependent, .. } = inquiry;
    let echo = |patient: Patient| Patient {
        traces: patient.traces.iter().map(|trace| traced(says, trace)).collect(),
        dates: Vec::new(),
        ..patient
    };
    let mut response = Response {
        header: TransactionHeader::new("ANSWER", chrono::NaiveDateTime::default()),
        payer,
        provider: Some(provider),
        subscriber: Some(echo(subscriber)),
        dependent: dependent.map(echo),
        benefits: benefits(says),
        ..Response::default()
    };
    if let (Says::OtherPerson, Some(person)) = (says, &mut response.subscriber) {
        (person.party.name, person.party.id) = ("Poole".into(), "XYZ1".into());
    }
    if let Says::Aaa(code) = says {
        let follow_up = FollowUp::from_code(if code == "42" { "R" } else { "C" });
        response.rejections.push(Rejection::new(RejectionLevel::Subscriber, code, follow_up));
    }
    response
}

fn traced(says: Says, trace: &Trace) -> Trace {
    match says {
        Says::OtherTrace => Trace { number: "SOMEONE-ELSES".into(), ..trace.echoed() },
        _ => trace.echoed(),
    }
}

fn benefits(says: Says) -> Vec<Benefit> {
    let about = |code: &str, kind| Benefit { service_types: vec![code.into()], ..Benefit::new(kind) };
    match says {
        Says::Aaa(_) => Vec::new(),
        Says::Inactive => vec![about("30", BenefitKind::Inactive)],
        _ => vec![
            Benefit { plan: "GOLD 123".into(), ..about("30", BenefitKind::Active) },
            Benefit {
                amount: Some(Amount::from_cents(2000)),
                in_network: Some(Answer::Yes),
                ..about("98", BenefitKind::Copayment)
            },
        ],
    }
}

pub fn wrapped(response: &Response) -> String {
    let header = InterchangeHeader {
        sender_qualifier: "ZZ".into(),
        sender: "842610001".into(),
        receiver_qualifier: "ZZ".into(),
        receiver: "1234567893".into(),
        date: chrono::NaiveDate::default(),
        time: chrono::NaiveTime::default(),
        control: 1,
        usage: Usage::Test,
        acknowledgment_requested: false,
        gs_sender: "842610001".into(),
        gs_receiver: "1234567893".into(),
        group_control: 1,
    };
    let transaction = response.write("0001").expect("a 271");
    write_interchange(&header, RESPONSE_GROUP, IMPLEMENTATION, &[transaction]).expect("an interchange")
}
