//! 837: what a claim asks of its segments, and diagnoses.

use x12::validate::Consistency;

use super::base::{CLAIM, DEPENDENT, REPLACEMENT, SECONDARY};
use super::{Case, told};

pub(super) const CASES: &[Case] = &[
    (CLAIM, &[("11:B:1*Y*A*Y*Y*P", "11:B:7*Y*A*Y*Y*P")], &["ReplacedClaim REF"]),
    (CLAIM, &[("11:B:1*Y*A*Y*Y~", "11:B:8*Y*A*Y*Y~")], &["ReplacedClaim REF"]),
    (REPLACEMENT, &[("11:B:7", "11:B:1")], &["ReplacedUnneeded? REF"]),
    (CLAIM, &[("*Y*Y*P~", "*Y*Y*P*OA~")], &["AccidentDate DTP"]),
    (CLAIM, &[("*Y*Y*P~", "*Y*Y*P*EM~")], &["EmploymentDate? DTP"]),
    (DEPENDENT, &[("*OA~", "*AA~")], &["AccidentState CLM11-04"]),
    (DEPENDENT, &[("*OA~", "*AA:::TN~")], &[]),
    (DEPENDENT, &[("*OA~", "*EM:AA:::MX~"), ("DTP*439..DTP*439*D8*20261019~\n", "")], &["AccidentDate DTP"]),
    (CLAIM, &[("CLM*ELM-1002", "CLM*ELM-1001")], &["ClaimRepeated? CLM01"]),
    (CLAIM, &[("CLM*ELM-1002", "CLM*ELM-10020000000000000")], &["ClaimNumberLong? CLM01"]),
    (CLAIM, &[("REF*6R*L1001A", "REF*6R*L100100000000000000000000000000A")], &["LineNumberLong? REF02"]),
    (CLAIM, &[("ABF:R509", "BF:78060")], &["DiagnosisRevisions HI02-01"]),
    (CLAIM, &[("ABK:J0300*ABF:R509", "BK:4871*BF:78060")], &[]),
    (CLAIM, &[("ABF:R509", "ABF:J0300")], &["DiagnosisRepeated? HI02-02"]),
    (CLAIM, &[("***1:2~", "***1:1~")], &["PointerRepeated? SV107-02"]),
    (CLAIM, &[("***1:2~", "***2:1:3~")], &["PointerBeyond SV107-03"]),
    (CLAIM, &[("***1:2~", "***12~")], &["PointerBeyond SV107-01"]),
    (CLAIM, &[("DTP*454", "DTP*435*D8*20261014~\nDTP*096*D8*20261013~\nDTP*454")], &["DatesOrder DTP03"]),
    (CLAIM, &[("DTP*454", "DTP*435*D8*20261014~\nDTP*096*D8*20261014~\nDTP*454")], &[]),
    (CLAIM, &[("D8*20261012", "D8*20261104")], &["ServiceAfterFile? DTP03"]),
    (CLAIM, &[("20261012-20261012", "20261012-20261104")], &["ServiceAfterFile? DTP03"]),
    (CLAIM, &[("D8*19710304", "D8*20261013")], &["BirthAfterService DMG02"]),
    (CLAIM, &[("D8*19710304", "D8*20261012")], &[]),
    (CLAIM, &[("D8*19710304", "D8*20261104")], &["BirthAfterFile DMG02"]),
    (DEPENDENT, &[("D8*20160718", "D8*20261021")], &["BirthAfterService DMG02"]),
    (SECONDARY, &[("CAS*CO*45*77.5", "CAS*CR*45*77.5")], &["GroupWithdrawn? CAS01"]),
    (SECONDARY, &[("CAS*CO*45*77.5", "CAS*CO*999*77.5")], &["ReasonUnknown? CAS02"]),
    (SECONDARY, &[("CAS*CO*45*77.5", "CAS*CO*45*77**Q9*.5")], &["ReasonUnknown? CAS05"]),
    (SECONDARY, &[("SBR*P*18*******MB", "SBR*S*18***47****MB")], &["PayerSequence SBR01"]),
    (SECONDARY, &[("SVD*10311*50", "SVD*99999*50")], &["PayerUnknown SVD01", "ClaimCoordination AMT02"]),
    (SECONDARY, &[("AMT*D*146~\n", "")], &["PayerPaid AMT"]),
];

/// One claim more than a transaction set may have.
pub(super) fn too_many() -> Option<Consistency> {
    let begin = CLAIM.find("CLM*ELM-1002").expect("a claim");
    let end = CLAIM.find("SE*").expect("the end");
    let claims: String =
        (0..5_000).map(|n| CLAIM[begin..end].replacen("ELM-1002", &format!("M{n}"), 1)).collect();
    let text = format!("{}{claims}{}", &CLAIM[..begin], &CLAIM[end..]);
    let [(rule, finding)] = &told(&text)[..] else { return None };
    assert_eq!(&*finding.position.id, "CLM");
    Some(*rule)
}
