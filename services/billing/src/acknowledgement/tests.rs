use super::*;

fn envelope(kind: &str, implementation: &str, body: &str) -> String {
    let segments = body.matches('~').count();
    format!(
        "ISA*00*          *00*          *ZZ*HOUSE          *ZZ*PX             *261121*1200*^*00501*000000001*0*T*:~\
         GS*FA*HOUSE*PX*20261121*1200*1*X*{implementation}~ST*{kind}*0001*{implementation}~{body}SE*{}*0001~GE*1*1~IEA*1*000000001~",
        segments + 2
    )
}

fn one(text: &str) -> Answer {
    let mut answers = read(text).expect("readable");
    assert_eq!(answers.len(), 1);
    answers.remove(0)
}

#[test]
fn a_999_names_the_control_number() {
    let accepted = envelope("999", "005010X231A1", "AK1*HC*7*005010X222A1~AK2*837*0007~IK5*A~AK9*A*1*1*1~");
    assert_eq!(one(&accepted), Answer { target: Target::Control(7), verdict: Verdict::Received });
    let body = "AK1*HC*7*005010X222A1~AK2*837*0007~IK3*NM1*8**8~IK4*9*67*7~IK5*R*5~AK9*R*1*1*0~";
    let Verdict::Refused(rejections) = one(&envelope("999", "005010X231A1", body)).verdict else {
        panic!("not refused")
    };
    assert_eq!((rejections[0].code.as_str(), rejections[0].place.as_str()), ("7", "NM109, segment 8"));
}

#[test]
fn a_ta1_refuses_the_envelope() {
    let ta1 = |status: &str| {
        format!(
            "ISA*00*          *00*          *ZZ*HOUSE          *ZZ*PX             *261121*1200*^*00501*000000001*0*T*:~\
             TA1*000000007*261121*1200*{status}*006~IEA*0*000000001~"
        )
    };
    assert!(matches!(one(&ta1("R")).verdict, Verdict::Refused(_)));
    assert_eq!(one(&ta1("A")), Answer { target: Target::Control(7), verdict: Verdict::Delivered });
}

fn claim_acknowledgment(status: &str) -> Vec<Answer> {
    let body = format!(
        "BHT*0085*08*1*20261121*1200*TH~HL*1**20*1~NM1*PR*2*ABC*****PI*842610001~TRN*1*T1~DTP*050*D8*20261121~\
         DTP*009*D8*20261121~HL*2*1*21*1~NM1*41*2*CLINIC*****46*PX~TRN*2*NUMBER01~STC*A1:19:PR*20261121*WQ*150~\
         HL*3*2*19*1~NM1*85*2*CLINIC*****XX*1234567893~HL*4*3*PT~NM1*QC*1*SMITH*JOHN****MI*123456789~\
         TRN*2*NUMBER01~{status}~REF*1K*ICN1~DTP*472*D8*20261120~"
    );
    read(&envelope("277", "005010X214", &body)).expect("readable")
}

#[test]
fn a_277ca_accepts_or_rejects_by_category() {
    let accepted = Verdict::Accepted { payer_control_number: Some("ICN1".to_owned()) };
    let target = Target::Number("NUMBER01".to_owned());
    assert_eq!(claim_acknowledgment("STC*A2:20:PR*20261121*WQ*150"), [Answer { target, verdict: accepted }]);
    for category in ["A3", "A6", "A7", "A8"] {
        let answers = claim_acknowledgment(&format!("STC*{category}:562:85*20261121*U*150"));
        let Verdict::Refused(rejections) = &answers[0].verdict else { panic!("{category} was not refused") };
        assert_eq!(rejections[0].code, format!("{category}:562"));
    }
    assert!(claim_acknowledgment("STC*A0:16:PR*20261121*WQ*150").is_empty());
}

#[test]
fn another_kind_of_file_is_refused() {
    let refused =
        read(&envelope("837", "005010X222A1", "BHT*0019*00*1*20261121*1200*CH~")).expect_err("refused");
    assert!(matches!(refused, Unreadable::Unexpected { .. }));
}
