//! What comes back: payments, benefits, statuses, acknowledgments.

use super::Case;
use super::base::{ACKNOWLEDGMENT, BENEFIT, INQUIRY, RECEIPT, REMITTANCE, REVERSAL, STATUS};

pub(super) const CASES: &[Case] = &[
    (REMITTANCE, &[("CAS*CO*253", "CAS*CO*9999")], &["ReasonUnknown? CAS02"]),
    (REMITTANCE, &[("LQ*HE*N19", "LQ*HE*ZZ9")], &["RemarkUnknown? LQ02"]),
    (REMITTANCE, &[("LQ*HE*N19", "LQ*RX*ZZ9")], &[]),
    (
        REVERSAL,
        &[("*22*-150*", "*22*150*")],
        &["ReversalSign CLP03", "ClaimBalance CLP04", "ServiceCharges? CLP03"],
    ),
    (REVERSAL, &[("*22*-150*", "*1*-150*")], &["ChargeNegative? CLP03"]),
    (
        REMITTANCE,
        &[("**01*061000052*DA*12349876*", "******")],
        &["AccountMissing BPR12", "AccountMissing BPR13", "AccountMissing BPR14", "AccountMissing BPR15"],
    ),
    (
        REMITTANCE,
        &[("*ACH*CCP*01*011000015*DA*4455667788*1999888777**01*061000052*DA*12349876*", "*CHK************")],
        &[],
    ),
    (REMITTANCE, &[("ELM-1002*1*", "ELM-1002*19*")], &["CrossoverMissing? NM1"]),
    (
        REMITTANCE,
        &[("ELM-1002*1*", "ELM-1002*19*"), ("NM1*74", "NM1*TT*2*OTHER PLAN*****PI*1~\nNM1*74")],
        &[],
    ),
    (REMITTANCE, &[("*EFT7700431*1999888777", "*EFT7700431*1999888778")], &["TraceCompany? TRN03"]),
    (REMITTANCE, &[("REF*6R*L1001A", "REF*6R*L100100000000000000000000000000A")], &["LineNumberLong? REF02"]),
    (REMITTANCE, &[("DTM*233*20261012", "DTM*233*20261011")], &["DatesOrder DTM02"]),
    (REMITTANCE, &[("DTM*472*20261014", "DTM*150*20261014~\nDTM*151*20261013")], &["DatesOrder DTM02"]),
    (REMITTANCE, &[("DTM*472*20261014", "DTM*472*20261106")], &["ServiceAfterFile? DTM02"]),
    (INQUIRY, &[("*A***MI*RV100200300", "")], &[]),
    (INQUIRY, &[("*A***MI*RV100200300", ""), ("DMG*D8*19710304*F~\n", "")], &["SearchOptions? NM1"]),
    (INQUIRY, &[("*HOLLOWAY*JUNE*A***MI*RV100200300", "*HOLLOWAY")], &["SearchOptions? NM1"]),
    (INQUIRY, &[("EQ*30..RD8*20261104-20261130~\n", "")], &["InquiryMissing EQ"]),
    (INQUIRY, &[("D8*19710304", "D8*20280101")], &["BirthAfterFile DMG02"]),
    (BENEFIT, &[("REF*6P", "AAA*N**75*C~\nREF*6P")], &["RejectedWithBenefits? AAA"]),
    (BENEFIT, &[("EB*1**30..LE*2120~\n", "")], &["AnswerMissing? EB"]),
    (BENEFIT, &[("EB*1**30..LE*2120~\n", "EB*V~\n"), ("REF*6P", "AAA*N**42*R~\nREF*6P")], &[]),
    (BENEFIT, &[("TRN*2*VISIT-90017*9ELMCLINIC~\n", "")], &["TraceNotEchoed~ TRN"]),
    (BENEFIT, &[("LE*2120~\n", "")], &["BracketOpen LE"]),
    (STATUS, &[("TRN*1*ELM-1001..D8*20261012~\nSVC", "SVC")], &["StatusTrace TRN"]),
    (RECEIPT, &[("STC*A7:33:IL*20261103*U", "STC*A2:20*20261103*U")], &["ActionContradicts? STC03"]),
    (ACKNOWLEDGMENT, &[("AK9*P*2*2*1", "AK9*R*2*1*0")], &["SetsReceived AK903"]),
    (ACKNOWLEDGMENT, &[("AK9*P*2*2*1", "AK9*P*3*3*1")], &["SetsAccepted AK904"]),
    (ACKNOWLEDGMENT, &[("AK9*P*2*2*1", "AK9*A*2*2*1")], &["GroupVerdict AK901"]),
    (ACKNOWLEDGMENT, &[("IK5*R*5", "IK5*A"), ("AK9*P*2*2*1", "AK9*A*2*2*2")], &["SetVerdict? IK501"]),
    (ACKNOWLEDGMENT, &[("AK9*P*2*2*1", "AK9*R*2*2*0*4")], &[]),
    (ACKNOWLEDGMENT, &[("AK9*P*2*2*1", "AK9*P*2*-9223372036854775808*1")], &[]),
];
