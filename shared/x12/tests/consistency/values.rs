//! Numbers and codes whose form a qualifier tells, in any transaction set.

use super::Case;
use super::base::{BENEFIT, CLAIM, INSTITUTIONAL, REMITTANCE, REVIEW};

pub(super) const CASES: &[Case] = &[
    (CLAIM, &[("XX*1003000019", "XX*1003000010")], &["NpiCheckDigit NM109"]),
    (CLAIM, &[("XX*1003000019", "XX*100300001")], &["NpiCheckDigit NM109"]),
    (CLAIM, &[("*0*P*:", "*0*T*:"), ("XX*1003000019", "XX*1003000010")], &["NpiCheckDigit? NM109"]),
    (INSTITUTIONAL, &[("XX*1206000048", "XX*1206000049")], &["NpiCheckDigit NM109"]),
    (BENEFIT, &[("XX*1234567893", "XX*1234567899")], &["NpiCheckDigit NM109"]),
    (REMITTANCE, &[("XX*1234567893", "XX*1234567890")], &["NpiCheckDigit N104"]),
    (REMITTANCE, &[("PLB*1234567893", "PLB*1234567894")], &["NpiCheckDigit PLB01"]),
    (REMITTANCE, &[("*XX*1234567893", "*FI*621234567"), ("PLB*1234567893", "PLB*621234567")], &[]),
    (REMITTANCE, &[("REF*6R*L1001A", "REF*HPI*1003000010~\nREF*6R*L1001A")], &["NpiCheckDigit REF02"]),
    (CLAIM, &[("REF*EI*621234567", "REF*EI*62-1234567")], &["TaxNumber REF02"]),
    (CLAIM, &[("TN*381045678", "TN*38104")], &["ZipShort N403"]),
    (CLAIM, &[("TN*381045678", "ON*M5V2T6*CA")], &[]),
    (CLAIM, &[("N3*12 ELM STREET", "N3*P.O. Box 12")], &["BoxAddress? N301"]),
    (CLAIM, &[("N3*12 ELM STREET", "N3*POBLANO STREET")], &[]),
    (CLAIM, &[("N4*00093310905", "N4*0009-3310-90")], &["DrugCode LIN03"]),
    (REMITTANCE, &[("SVC*HC:99212", "SVC*N4:9331090")], &["DrugCode SVC01-02"]),
    (CLAIM, &[("HC:87880", "HC:8788")], &["ProcedureForm? SV101-02"]),
    (CLAIM, &[("HC:87880", "ER:A1")], &[]),
    (INSTITUTIONAL, &[("HC:85025", "HC:85-25")], &["ProcedureForm? SV202-02"]),
    (REMITTANCE, &[("SVC*HC:99212", "SVC*HC:9921")], &["ProcedureForm? SVC01-02"]),
    (CLAIM, &[("ABK:J0300", "ABK:J03.00")], &["DiagnosisForm HI01-02"]),
    (INSTITUTIONAL, &[("BBR:0BH17EZ", "BBR:0BH17E")], &["DiagnosisForm HI01-02"]),
    (CLAIM, &[("*AC*ATT1001", "")], &["AttachmentControl PWK06"]),
    (REVIEW, &[("PWK*..~", "PWK*77*FX~")], &["AttachmentControl PWK06"]),
];
