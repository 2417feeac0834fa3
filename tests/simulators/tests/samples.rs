//! Messages of our own to send to the simulators.

use chrono::{DateTime, TimeZone, Utc};

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 30, 15).single().expect("a time")
}

/// One group with one transaction set; SE and the trailers are counted here.
pub fn interchange(control: u32, gs: (&str, &str), st: &str, body: &str) -> String {
    let (functional_id, version) = gs;
    let count = body.matches('~').count() + 2;
    let set_control = st.split('*').nth(1).unwrap_or_default();
    format!(
        "ISA*00*          *00*          *ZZ*PRAXISCLINIC   *ZZ*SANDBOX        *260302*0930*^*00501*{control:09}*0*T*:~\
         GS*{functional_id}*PRAXISCLINIC*SANDBOX*20260302*0930*{control}*X*{version}~\
         ST*{st}~{body}SE*{count}*{set_control}~GE*1*{control}~IEA*1*{control:09}~"
    )
}

pub fn inquiry(member_id: &str, trace: &str) -> String {
    let body = format!(
        "BHT*0022*13*REF1*20260302*0930~HL*1**20*1~NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~HL*2*1*21*1~\
         NM1*1P*2*LINDEN STREET CLINIC*****XX*1497758544~HL*3*2*22*0~TRN*1*{trace}*9PRAXIS001~\
         NM1*IL*1*ALDER*MORGAN****MI*{member_id}~N3*9 BIRCH LANE~N4*SPRINGFIELD*IL*62703~DMG*D8*19881104*F~\
         DTP*291*D8*20260302~EQ*30~"
    );
    interchange(7, ("HS", "005010X279A1"), "270*0007*005010X279A1", &body)
}

pub fn status_request(claim: &str) -> String {
    let body = format!(
        "BHT*0010*13*REF2*20260302*0930~HL*1**20*1~NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~HL*2*1*21*1~\
         NM1*41*2*LINDEN STREET CLINIC*****46*PRAXISCLINIC~HL*3*2*19*1~\
         NM1*1P*2*LINDEN STREET CLINIC*****XX*1497758544~HL*4*3*22*0~DMG*D8*19881104*F~\
         NM1*IL*1*ALDER*MORGAN****MI*M0033~TRN*1*{claim}~REF*EJ*{claim}~AMT*T3*125~DTP*472*D8*20260227~"
    );
    interchange(8, ("HR", "005010X212"), "276*0008*005010X212", &body)
}

/// One claim of two lines, 125.00 and 30.07, for each member and claim number.
pub fn claims(control: u32, members: &[(&str, &str)]) -> String {
    let mut body = "BHT*0019*00*BATCH1*20260302*0930*CH~NM1*41*2*LINDEN STREET CLINIC*****46*PRAXISCLINIC~\
         PER*IC*BILLING OFFICE*TE*2175550100~NM1*40*2*SANDBOX CLEARINGHOUSE*****46*SANDBOX~HL*1**20*1~\
         PRV*BI*PXC*207Q00000X~NM1*85*2*LINDEN STREET CLINIC*****XX*1497758544~N3*12 LINDEN STREET~\
         N4*SPRINGFIELD*IL*627010001~REF*EI*123456789~"
        .to_owned();
    for (position, (member_id, number)) in members.iter().enumerate() {
        body += &format!(
            "HL*{}*1*22*0~SBR*P*18*******CI~NM1*IL*1*ALDER*MORGAN****MI*{member_id}~N3*9 BIRCH LANE~\
             N4*SPRINGFIELD*IL*627030009~DMG*D8*19881104*F~NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~\
             CLM*{number}*155.07***11:B:1*Y*A*Y*Y~HI*ABK:J029~LX*1~SV1*HC:99213*125*UN*1***1~\
             DTP*472*D8*20260227~REF*6R*{number}L1~LX*2~SV1*HC:87880*30.07*UN*1***1~DTP*472*D8*20260228~\
             REF*6R*{number}L2~",
            position + 2
        );
    }
    interchange(control, ("HC", "005010X222A1"), "837*0009*005010X222A1", &body)
}

fn message(pharmacy: &str, ids: (&str, &str), relates_to: &str, body: &str) -> String {
    let (message_id, order) = ids;
    format!(
        "<Message TransactionDomain=\"SCRIPT\" TransactionVersion=\"20170715\"><Header>\
         <To Qualifier=\"P\">{pharmacy}</To><From Qualifier=\"D\">7700000000001</From>\
         <MessageID>{message_id}</MessageID>{relates_to}<SentTime>2026-03-02T09:30:00Z</SentTime>\
         <PrescriberOrderNumber>{order}</PrescriberOrderNumber></Header><Body>{body}</Body></Message>"
    )
}

fn prescribed(transaction: &str) -> String {
    format!(
        "<{transaction}><Patient><HumanPatient><Name><LastName>Alder</LastName><FirstName>Morgan</FirstName></Name>\
         <Gender>F</Gender><DateOfBirth><Date>1988-11-04</Date></DateOfBirth></HumanPatient></Patient>\
         <Prescriber><NonVeterinarian><Identification><NPI>1234567893</NPI></Identification>\
         <Name><LastName>Oak</LastName><FirstName>Jordan</FirstName></Name></NonVeterinarian></Prescriber>\
         <MedicationPrescribed><DrugDescription>Amoxicillin 500 mg oral capsule</DrugDescription>\
         <Quantity><Value>21</Value><CodeListQualifier>38</CodeListQualifier></Quantity>\
         <WrittenDate><Date>2026-03-02</Date></WrittenDate><NumberOfRefills>0</NumberOfRefills>\
         <Sig><SigText>Take 1 capsule three times a day</SigText></Sig></MedicationPrescribed></{transaction}>"
    )
}

pub fn new_rx(pharmacy: &str, message_id: &str, order: &str) -> String {
    message(pharmacy, (message_id, order), "", &prescribed("NewRx"))
}

pub fn cancel_rx(pharmacy: &str, message_id: &str, cancelled: &str, order: &str) -> String {
    let relates_to = format!("<RelatesToMessageID>{cancelled}</RelatesToMessageID>");
    message(pharmacy, (message_id, order), &relates_to, &prescribed("CancelRx"))
}

pub fn unmodelled(message_id: &str) -> String {
    message("9900001", (message_id, "O1"), "", "<PARequest/>")
}
