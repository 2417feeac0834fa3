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
        SVC*HC:36415*50*0**1~DTM*472*20260302~CAS*CO*97*50~LQ*HE*N130~SE*27*0001~GE*1*7~IEA*1*000000042~";
    isa(USUAL) + body
}

/// Published samples: folder `X12_SAMPLES`, or the one beside the checkout.
pub(crate) fn samples() -> Option<Vec<PathBuf>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/x12");
    let folder = std::env::var_os("X12_SAMPLES").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).ok()?;
    let rows = index.lines().skip(1).filter_map(|row| row.split('\t').next());
    Some(rows.map(|name| folder.join("samples").join(name)).filter(|path| path.is_file()).collect())
}
