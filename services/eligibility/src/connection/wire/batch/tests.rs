use super::CoreEnvelope::{Mime, Soap};
use super::*;
use crate::connection::{Credentials, Identity};
use serde_json::json;

const FILE_TEXT: &str = "ISA*00*A&B<C>]]>~IEA*1*1~";

fn wrapped(standard: CoreEnvelope, errand: Errand<'_>) -> (String, String) {
    let identity: Identity =
        serde_json::from_value(json!({"sender_id": "US", "receiver_id": "THEM"})).expect("ids");
    let secret = json!({"kind": "basic", "user": "a&b", "password": "<pw>"});
    let credentials: Credentials = serde_json::from_value(secret).expect("a secret");
    let at = chrono::DateTime::from_timestamp(1_782_000_000, 0).expect("a moment");
    let id = "0190aabbccdd7eeff001122334455667";
    let sealed =
        wrap(standard, &Envelope { identity: &identity, credentials: Some(&credentials), id, at }, errand);
    (sealed.content_type, String::from_utf8(sealed.body).expect("text"))
}

#[test]
fn a_submission_carries_its_file_beside_the_envelope() {
    let (content_type, body) = wrapped(Soap, Errand::Submit(FILE_TEXT.as_bytes()));
    for part in ["multipart/related", "type=\"application/xop+xml\"", "action=\"BatchSubmitTransaction\""] {
        assert!(content_type.contains(part), "{part} in {content_type}");
    }
    let fields = format!(
        "<PayloadType>X12_270_Request_005010X279A1</PayloadType><ProcessingMode>Batch</ProcessingMode>\
         <PayloadID>0190aabb-ccdd-7eef-f001-122334455667</PayloadID><PayloadLength>{}</PayloadLength>\
         <TimeStamp>2026-06-21T00:00:00Z</TimeStamp><SenderID>US</SenderID><ReceiverID>THEM</ReceiverID>\
         <CORERuleVersion>2.2.0</CORERuleVersion><CheckSum>{}</CheckSum><Payload><xop:Include ",
        FILE_TEXT.len(),
        check_sum(FILE_TEXT.as_bytes())
    );
    for part in
        ["<ns1:COREEnvelopeBatchSubmission ", &fields, "<wsse:Username>a&amp;b</wsse:Username>", FILE_TEXT]
    {
        assert!(body.contains(part), "{part} in {body}");
    }
    // The same shape is read when they answer with it.
    assert_eq!(unwrap(Soap, &content_type, &body), Ok(Some(FILE_TEXT.to_owned())));
}

#[test]
fn retrievals_name_what_they_fetch_and_the_file_it_is_about() {
    for (errand, action, element, kind) in [
        (
            Errand::Acknowledgment,
            "BatchSubmitAckRetrievalTransaction",
            "COREEnvelopeBatchSubmissionAckRetrievalRequest",
            "X12_999_RetrievalRequest_005010X231A1",
        ),
        (
            Errand::Results,
            "BatchResultsRetrievalTransaction",
            "COREEnvelopeBatchResultsRetrievalRequest",
            "X12_005010_Request_Batch_Results_271",
        ),
    ] {
        let (content_type, body) = wrapped(Soap, errand);
        assert!(content_type.ends_with(&format!("action=\"{action}\"")), "{content_type}");
        for part in [
            format!("<ns1:{element} "),
            format!("<PayloadType>{kind}</PayloadType>"),
            "<PayloadID>0190aabb-ccdd-7eef-f001-122334455667</PayloadID>".to_owned(),
        ] {
            assert!(body.contains(&part), "{part} in {body}");
        }
        assert!(!body.contains("CheckSum") && !body.contains("<Payload>"));
    }
}

#[test]
fn sha_1_as_published() {
    // FIPS 180-2, appendix A.1.
    assert_eq!(check_sum(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

fn reply(inner: &str) -> String {
    format!(
        "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body><c:COREEnvelopeBatchResultsRetrievalResponse \
         xmlns:c=\"x\">{inner}</c:COREEnvelopeBatchResultsRetrievalResponse></e:Body></e:Envelope>"
    )
}

#[test]
fn soap_replies_of_every_kind() {
    let attached = |id: &str, sum: &str| {
        let envelope = reply(&format!(
            "<CheckSum>{sum}</CheckSum><Payload><x:Include xmlns:x=\"y\" href=\"cid:{id}\"></x:Include></Payload>"
        ));
        format!(
            "--b\r\nContent-Type: application/xop+xml\r\n\r\n{envelope}\r\n--b\r\nContent-ID: <f@x>\r\n\r\nISA*1~\r\n--b--"
        )
    };
    let (whole, related) = (check_sum(b"ISA*1~"), "multipart/related; boundary=b");
    let file = |text: &str| Ok(Some(text.to_owned()));
    for (content_type, body, means) in [
        (related, attached("f%40x", &whole.to_uppercase()), file("ISA*1~")),
        (related, attached("f@x", ""), file("ISA*1~")),
        (related, attached("f@x", "00"), Err(NoPayload::Unreadable)),
        (related, attached("g@x", &whole), Err(NoPayload::Unreadable)),
        (related, attached("f@x", &whole).replace("--b--", ""), Err(NoPayload::Unreadable)),
        ("", reply("<Payload>SVNB\nKjF+</Payload>"), file("ISA*1~")),
        ("", reply("<Payload><![CDATA[ISA*1~]]></Payload>"), file("ISA*1~")),
        ("", reply("<Payload>!!</Payload>"), Err(NoPayload::Unreadable)),
        ("", reply("<PayloadType>X12_NoBatchResultsFile</PayloadType><Payload>Tm9uZQ==</Payload>"), Ok(None)),
        ("", reply("<ErrorCode>Success</ErrorCode>"), Ok(None)),
        ("", reply("<ErrorCode>CheckSumMismatched</ErrorCode>"), Err(NoPayload::Damaged)),
        ("", reply("<ErrorCode>UnAuthorized</ErrorCode>"), Err(NoPayload::Refused)),
        ("", reply("<ErrorCode>Receiver</ErrorCode>"), Err(NoPayload::Unavailable)),
        ("", "<html>We are sorry</html>".to_owned(), Err(NoPayload::Unreadable)),
        (related, String::new(), Err(NoPayload::Unreadable)),
    ] {
        assert_eq!(unwrap(Soap, content_type, &body), means, "{body}");
    }
}

fn field(name: &str, value: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

#[test]
fn as_a_form_every_request_of_a_batch_says_what_it_is_and_the_file_it_is_about() {
    for (errand, kind) in [
        (Errand::Submit(FILE_TEXT.as_bytes()), "X12_270_Request_005010X279A1"),
        (Errand::Acknowledgment, "X12_999_RetrievalRequest_005010X231A1"),
        (Errand::Results, "X12_005010_Request_Batch_Results_271"),
    ] {
        let (content_type, body) = wrapped(Mime, errand);
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a form");
        let mut fields: Vec<&str> = body.split(&format!("--{boundary}\r\n")).skip(1).collect();
        let last = fields.pop().and_then(|field| field.strip_suffix(&format!("--{boundary}--\r\n")));
        fields.extend(last);
        let submits = errand.file().is_some();
        let (length, sum) = (FILE_TEXT.len().to_string(), check_sum(FILE_TEXT.as_bytes()));
        let said: Vec<String> = [
            (true, "PayloadType", kind),
            (true, "ProcessingMode", "Batch"),
            (true, "PayloadID", "0190aabb-ccdd-7eef-f001-122334455667"),
            (submits, "PayloadLength", &length),
            (true, "TimeStamp", "2026-06-21T00:00:00Z"),
            (true, "SenderID", "US"),
            (true, "ReceiverID", "THEM"),
            (true, "CORERuleVersion", "2.2.0"),
            (submits, "CheckSum", &sum),
            (true, "UserName", "a&b"),
            (true, "Password", "<pw>"),
            (submits, "Payload", FILE_TEXT),
        ]
        .into_iter()
        .filter(|(stated, ..)| *stated)
        .map(|(_, name, value)| field(name, value))
        .collect();
        assert_eq!(fields, said);
    }
}

#[test]
fn mime_replies_of_every_kind() {
    let typed = "multipart/form-data; boundary=b";
    let form = |fields: &[(&str, &str)]| {
        let fields = fields.iter().map(|(name, value)| format!("--b\r\n{}", field(name, value)));
        format!("{}--b--\r\n", fields.collect::<String>())
    };
    let whole = check_sum(b"ISA*1~");
    let file = Ok(Some("ISA*1~".to_owned()));
    let success = ("ErrorCode", "Success");
    let brought = form(&[("PayloadType", "X12_271"), success, ("CheckSum", &whole), ("Payload", "ISA*1~")]);
    for (content_type, body, means) in [
        (typed, brought.clone(), file.clone()),
        (typed, brought.replace("\r\n", "\n"), file.clone()),
        (typed, form(&[("Payload", "ISA*1~")]), file),
        (typed, form(&[success, ("CheckSum", "00"), ("Payload", "ISA*1~")]), Err(NoPayload::Unreadable)),
        (typed, brought.replace("--b--", ""), Err(NoPayload::Unreadable)),
        (typed, form(&[("PayloadType", "X12_BatchReceiptConfirmation"), success]), Ok(None)),
        (typed, form(&[("PayloadType", "X12_NoBatchAckFile"), ("Payload", "None")]), Ok(None)),
        (typed, form(&[success, ("Payload", " ")]), Ok(None)),
        (typed, form(&[("ErrorCode", "CheckSumMismatched")]), Err(NoPayload::Damaged)),
        (typed, form(&[("ErrorCode", "UnAuthorized"), ("Payload", "ISA*1~")]), Err(NoPayload::Refused)),
        (typed, form(&[("ErrorCode", "Receiver")]), Err(NoPayload::Unavailable)),
        ("text/html", "<html>We are sorry</html>".to_owned(), Err(NoPayload::Unreadable)),
        (typed, String::new(), Err(NoPayload::Unreadable)),
    ] {
        assert_eq!(unwrap(Mime, content_type, &body), means, "{body}");
    }
}
