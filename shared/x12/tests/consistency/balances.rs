//! Amounts and counts.

use super::Case;
use super::base::{CLAIM, INSTITUTIONAL, RECEIPT, REMITTANCE, REVERSAL, SECONDARY};

pub(super) const CASES: &[Case] = &[
    (REMITTANCE, &[("*150*92.5*", "*150*92.49*")], &["ServiceBalance SVC03"]),
    (REMITTANCE, &[("CAS*CO*45*32.5", "CAS*CO*45*30**252*2.5")], &[]),
    (
        REMITTANCE,
        &[("CAS*CO*45*32.5", "CAS*CO*45*30**252*2")],
        &["ServiceBalance SVC03", "ClaimBalance CLP04"],
    ),
    (REMITTANCE, &[("*250*165.67*", "*250*165.66*")], &["ClaimBalance CLP04", "PaymentBalance BPR02"]),
    (REMITTANCE, &[("*250*165.67*", "*250*16A.67*")], &[]),
    (REMITTANCE, &[("*1*250*", "*1*251*")], &["ClaimBalance CLP04", "ServiceCharges? CLP03"]),
    (
        REMITTANCE,
        &[("SVC*HC:99212..REF*6R*L1002A~\n", ""), ("*1*120*80*20", "*1*120*120*20")],
        &["PaymentBalance BPR02"],
    ),
    (REMITTANCE, &[("BPR*I*195.67", "BPR*I*195.68")], &["PaymentBalance BPR02"]),
    (REMITTANCE, &[("*50~", "*25**WO:2*25~")], &[]),
    (REMITTANCE, &[("*50~", "*250~"), ("BPR*I*195.67", "BPR*I*-4.33")], &["PaymentNegative BPR02"]),
    (REMITTANCE, &[("BPR*I*195.67*C*ACH", "BPR*H*195.67*C*NON")], &["PaymentWithoutMoney BPR02"]),
    (REMITTANCE, &[("LX*1~", "LX*1~\nTS3*1234567893*11*20261231*2*370~")], &[]),
    (REMITTANCE, &[("LX*1~", "LX*1~\nTS3*1234567893*11*20261231*3*370~")], &["SummaryCount? TS304"]),
    (REMITTANCE, &[("LX*1~", "LX*1~\nTS3*1234567893*11*20261231*2*371~")], &["SummaryCharge? TS305"]),
    (REVERSAL, &[("CAS*CO*45*-32.5", "CAS*CO*45*32.5")], &["ServiceBalance SVC03", "ClaimBalance CLP04"]),
    (CLAIM, &[("*250***11", "*249.99***11")], &["ChargeBalance CLM02"]),
    (CLAIM, &[("*150*UN", "*150.5*UN")], &["ChargeBalance CLM02"]),
    (INSTITUTIONAL, &[("*3600*DA", "*3600.01*DA")], &["ChargeBalance CLM02"]),
    (SECONDARY, &[("SVD*10311*98", "SVD*10311*97")], &["LineCoordination SVD02"]),
    (SECONDARY, &[("SV1*HC:83036*100*UN*1***1~\n", "")], &["ChargeBalance CLM02"]),
    (SECONDARY, &[("AMT*D*146", "AMT*D*147")], &["ClaimCoordination AMT02"]),
    (SECONDARY, &[("CAS*CO*253*2~\n", "")], &["ClaimCoordination AMT02"]),
    (SECONDARY, &[("*77.5~", "*77~")], &["LineCoordination SVD02", "ClaimCoordination AMT02"]),
    (SECONDARY, &[("SVD*10311*98*HC:99214**1~\nCAS*CO*45*77.5~", UNBUNDLED)], &[]),
    (RECEIPT, &[("QTY*QA*1", "QTY*QA*2")], &["AcknowledgedCount QTY02"]),
    (RECEIPT, &[("QTY*90*1", "QTY*90*0")], &["AcknowledgedCount QTY02"]),
    (RECEIPT, &[("AMT*YU*250", "AMT*YU*251")], &["AcknowledgedAmount AMT02"]),
    (
        RECEIPT,
        &[("HL*5..RD8*20261020-20261020~\n", "")],
        &["AcknowledgedUnlisted? QTY02", "AcknowledgedUnlisted? QTY02"],
    ),
    (RECEIPT, &[("HL*4..RD8*20261020-20261020~\n", "")], &[]),
];

/// One line of the claim that another payer decided as two services.
const UNBUNDLED: &str = "SVD*10311*60*HC:99212**1~\nCAS*CO*45*40~\nDTP*573*D8*20261002~\n\
                         SVD*10311*38*HC:99213**1~\nCAS*CO*45*37.5~";
