//! Files the tests share: our own, and the published samples where they are.

use std::path::PathBuf;

/// An ISA with these separators: element, repetition (ISA11), component, segment.
pub(crate) fn isa(separators: [char; 4]) -> String {
    let [element, repetition, component, segment] = separators;
    let fields = [
        "ISA",
        "00",
        &" ".repeat(10),
        "00",
        &" ".repeat(10),
        "ZZ",
        "CLINIC         ",
        "ZZ",
        "PAYER          ",
    ];
    let more = ["260309", "1405", &repetition.to_string(), "00501", "000000042", "0", "T"];
    let joined = fields.iter().chain(&more).copied().collect::<Vec<_>>().join(&element.to_string());
    format!("{joined}{element}{component}{segment}")
}

pub(crate) const USUAL: [char; 4] = ['*', '^', ':', '~'];

/// A remittance with two claims: one in full, one denied in part.
pub(crate) fn remittance() -> String {
    let body = "GS*HP*PAYER*CLINIC*20260309*1405*7*X*005010X221A1~ST*835*0001~\
        BPR*I*150*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20260309~\
        TRN*1*12345*1512345678~DTM*405*20260308~\
        N1*PR*ORCHARD HEALTH~N3*1 ELM STREET~N4*SPRINGFIELD*OH*451230000~PER*BL*EDI*TE*5135550100~\
        N1*PE*RIVER CLINIC*XX*1234567893~REF*TJ*123456789~\
        LX*1~CLP*A1*1*100*80*20*12*PCN1*11*1~NM1*QC*1*DOE*JANE****MI*W1~DTM*232*20260301~\
        SVC*HC:99213*100*80**1~DTM*472*20260301~CAS*PR*2*20~AMT*B6*100~\
        CLP*A2*1*200*70**12*PCN2*11*1~NM1*QC*1*ROE*RICHARD****MI*W2~\
        SVC*HC:99214*150*70**1~DTM*472*20260302~CAS*CO*45*80~REF*6R*L1~\
        SVC*HC:36415*50*0**1~DTM*472*20260302~CAS*CO*97*50~LQ*HE*N130~SE*29*0001~GE*1*7~IEA*1*000000042~";
    isa(USUAL) + body
}

/// One patient, covered, with a copayment.
pub(crate) fn eligibility() -> String {
    let body = "GS*HB*PAYER*CLINIC*20260309*1405*7*X*005010X279A1~ST*271*0001*005010X279A1~\
        BHT*0022*11*R1*20260309*1405~HL*1**20*1~NM1*PR*2*ORCHARD HEALTH*****PI*12345~HL*2*1*21*1~\
        NM1*1P*2*RIVER CLINIC*****XX*1234567893~HL*3*2*22*0~TRN*2*T1*9CLINIC000~NM1*IL*1*DOE*JANE****MI*W1~\
        EB*1**30~EB*B**98***27*25*****Y~SE*12*0001~GE*1*7~IEA*1*000000042~";
    isa(USUAL) + body
}

/// An 837P of two subscribers with three claims.
pub(crate) fn claims() -> String {
    let claim = |number: &str, code: &str, charge: &str| {
        format!(
            "CLM*{number}*{charge}***11:B:1*Y*A*Y*Y~HI*ABK:J069~LX*1~SV1*HC:{code}*{charge}*UN*1***1~DTP*472*D8*20260301~"
        )
    };
    let subscriber = |hl: &str, last: &str, first: &str, id: &str| {
        format!(
            "HL*{hl}*1*22*0~SBR*P*18*******CI~NM1*IL*1*{last}*{first}****MI*{id}~N3*9 OAK STREET~\
             N4*SPRINGFIELD*OH*45123~DMG*D8*19800101*F~NM1*PR*2*ORCHARD HEALTH*****PI*12345~"
        )
    };
    let head = "GS*HC*CLINIC*PAYER*20260309*1405*1*X*005010X222A1~ST*837*0001*005010X222A1~\
        BHT*0019*00*R1*20260309*1405*CH~NM1*41*2*RIVER CLINIC*****46*S1~PER*IC*JO*TE*5135550100~\
        NM1*40*2*ORCHARD HEALTH*****46*12345~HL*1**20*1~NM1*85*2*RIVER CLINIC*****XX*1234567893~\
        N3*1 ELM STREET~N4*SPRINGFIELD*OH*451230001~REF*EI*123456789~";
    let people = [
        subscriber("2", "DOE", "JANE", "W1"),
        claim("B1", "99213", "80"),
        subscriber("3", "ROE", "RICHARD", "W2"),
        claim("B2", "99213", "80"),
        claim("B3", "99214", "80"),
    ];
    isa(USUAL) + head + &people.concat() + "SE*40*0001~GE*1*1~IEA*1*000000042~"
}

/// Published samples: folder `X12_SAMPLES`, or the one beside the checkout.
pub(crate) fn samples() -> Option<Vec<PathBuf>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/x12");
    let folder = std::env::var_os("X12_SAMPLES").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).ok()?;
    let rows = index.lines().skip(1).filter_map(|row| row.split('\t').next());
    Some(rows.map(|name| folder.join("samples").join(name)).filter(|path| path.is_file()).collect())
}
