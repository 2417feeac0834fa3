use super::*;
use serde_json::json;

const X12_TEXT: &str = "ISA*00*A&B<C>]]>~IEA*1*1~";

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_782_000_000, 0).expect("a moment")
}

fn wrapped(kind: ConnectionKind) -> Sealed {
    let identity: Identity =
        serde_json::from_value(json!({"sender_id": "US", "receiver_id": "THEM"})).expect("ids");
    let secret = json!({"kind": "basic", "user": "a&b", "password": "<pw>"});
    let credentials: Credentials = serde_json::from_value(secret).expect("a secret");
    let id = "0190aabbccdd7eeff0011223344556677"[..32].to_owned();
    let envelope = Envelope { identity: &identity, credentials: Some(&credentials), id: &id, at: moment() };
    wrap(kind, &envelope, X12_TEXT.as_bytes())
}

#[test]
fn a_soap_request_says_who_and_what_and_its_payload_survives() {
    let sealed = wrapped(ConnectionKind::CoreSoap);
    let text = String::from_utf8(sealed.body).expect("text");
    assert!(sealed.content_type.contains("action=\"RealTimeTransaction\""));
    for part in [
        "<PayloadType>X12_270_Request_005010X279A1</PayloadType><ProcessingMode>RealTime</ProcessingMode>",
        "<PayloadID>0190aabb-ccdd-7eef-f001-122334455667</PayloadID><TimeStamp>2026-06-21T00:00:00Z</TimeStamp>",
        "<SenderID>US</SenderID><ReceiverID>THEM</ReceiverID><CORERuleVersion>2.2.0</CORERuleVersion>",
        "<wsse:Username>a&amp;b</wsse:Username>",
        ">&lt;pw&gt;</wsse:Password>",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(unwrap(ConnectionKind::CoreSoap, "", text).as_deref(), Ok(X12_TEXT));
}

#[test]
fn a_mime_request_is_a_form() {
    let sealed = wrapped(ConnectionKind::CoreMime);
    let text = String::from_utf8(sealed.body).expect("text");
    for part in ["name=\"UserName\"\r\n\r\na&b\r\n", "name=\"ProcessingMode\"\r\n\r\nRealTime\r\n"] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(unwrap(ConnectionKind::CoreMime, &sealed.content_type, text).as_deref(), Ok(X12_TEXT));
}

fn soap(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body>{inner}</e:Body></e:Envelope>"
    )
}

#[test]
fn soap_replies_of_every_kind() {
    let response = |inner: &str| {
        soap(&format!(
            "<r:COREEnvelopeRealTimeResponse xmlns:r=\"x\">{inner}</r:COREEnvelopeRealTimeResponse>"
        ))
    };
    for (body, means) in [
        (response("<Payload><![CDATA[ISA~]]></Payload><ErrorCode>Success</ErrorCode>"), Ok("ISA~")),
        (response("<Payload>\n ISA&#126;&amp; \n</Payload>"), Ok("ISA~&")),
        (
            format!(
                "--b\r\nContent-Type: application/xop+xml\r\n\r\n{}\r\n--b--",
                response("<Payload>I</Payload>")
            ),
            Ok("I"),
        ),
        (
            response("<ErrorCode>UnAuthorized</ErrorCode><ErrorMessage>no</ErrorMessage>"),
            Err(NoPayload::Refused),
        ),
        (response("<ErrorCode>Receiver</ErrorCode>"), Err(NoPayload::Unavailable)),
        (response("<ErrorCode>Success</ErrorCode><Payload/>"), Err(NoPayload::Unreadable)),
        (
            soap("<e:Fault><e:Code><e:Value>e:Receiver</e:Value></e:Code></e:Fault>"),
            Err(NoPayload::Unavailable),
        ),
        (soap("<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code></e:Fault>"), Err(NoPayload::Refused)),
        ("<html>We are sorry</html>".to_owned(), Err(NoPayload::Unreadable)),
        (response("<Payload>ISA</Payload>").replace("</e:Body>", ""), Err(NoPayload::Unreadable)),
        (response("<Payload>&evil;</Payload>"), Err(NoPayload::Unreadable)),
        (
            format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{}", response("<Payload>ISA</Payload>")),
            Err(NoPayload::Unreadable),
        ),
        (response(&"<a></a>".repeat(500)), Err(NoPayload::Unreadable)),
        (String::new(), Err(NoPayload::Unreadable)),
    ] {
        assert_eq!(
            unwrap(ConnectionKind::CoreSoap, "", body.clone()).as_deref(),
            means.as_ref().copied(),
            "{body}"
        );
    }
}

#[test]
fn mime_replies_of_every_kind() {
    let part = |name: &str, text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let typed = "multipart/form-data; boundary=\"b\"";
    for (content_type, body, means) in [
        (typed, format!("{}{}--b--", part("ErrorCode", "Success"), part("Payload", "ISA~")), Ok("ISA~")),
        ("Multipart/form-data; boundary=b; x=y", format!("{}--b--", part("Payload", "I")), Ok("I")),
        (typed, format!("{}--b--", part("ErrorCode", "PayloadTypeIllegal")), Err(NoPayload::Refused)),
        (typed, part("Payload", "ISA*half"), Err(NoPayload::Unreadable)),
        (typed, "--b\r\nno blank line--b--".to_owned(), Err(NoPayload::Unreadable)),
        ("text/html", format!("{}--b--", part("Payload", "I")), Err(NoPayload::Unreadable)),
        ("multipart/form-data; boundary=", String::new(), Err(NoPayload::Unreadable)),
    ] {
        assert_eq!(unwrap(ConnectionKind::CoreMime, content_type, body).as_deref(), means.as_ref().copied());
    }
}
