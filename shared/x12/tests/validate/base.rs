//! Small sound transaction sets to break.

pub(super) const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260309*1405*^*00501*000000042*1*T*:~";

/// Wraps one transaction set, given line by line without SE, in an interchange whose counts are right.
pub(super) fn interchange(group: &str, version: &str, set: &str) -> String {
    let lines: Vec<&str> = set.lines().filter(|line| !line.is_empty()).collect();
    let (segments, count) = (lines.join("~"), lines.len() + 1);
    format!(
        "{ISA}GS*{group}*SENDER*RECEIVER*20260309*1405*7*X*{version}~{segments}~SE*{count}*0001~GE*1*7~IEA*1*000000042~"
    )
}

pub(super) fn remittance(set: &str) -> String {
    interchange("HP", "005010X221A1", set)
}

pub(super) fn claims(set: &str) -> String {
    interchange("HC", "005010X222A1", set)
}

pub(super) fn benefits(set: &str) -> String {
    interchange("HB", "005010X279A1", set)
}

pub(super) const REMITTANCE: &str = "\
ST*835*0001
BPR*I*80*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20260302
TRN*1*12345*1512345678
DTM*405*20260301
N1*PR*EXAMPLE PAYER
N3*1 MAIN ST
N4*TOWN*NY*10001
PER*BL*SUPPORT*TE*5555550100
N1*PE*EXAMPLE CLINIC*XX*1234567893
LX*1
CLP*A1*1*100*80*20*12*ICN1*11*1
NM1*QC*1*DOE*JANE****MI*M1
DTM*050*20260220
SVC*HC:99213*100*80**1
DTM*472*20260215
CAS*PR*1*20
REF*6R*L1
AMT*B6*100
LQ*HE*N130
";

pub(super) const CLAIM: &str = "\
ST*837*0001*005010X222A1
BHT*0019*00*R1*20260309*1405*CH
NM1*41*2*EXAMPLE CLINIC*****46*S1
PER*IC*JANE*TE*5555550100
NM1*40*2*EXAMPLE PAYER*****46*P1
HL*1**20*1
NM1*85*2*EXAMPLE CLINIC*****XX*1234567893
N3*1 MAIN ST
N4*TOWN*NY*100010000
REF*EI*123456789
HL*2*1*22*0
SBR*P*18*******CI
NM1*IL*1*DOE*JANE****MI*M1
N3*2 MAIN ST
N4*TOWN*NY*10001
DMG*D8*19800102*F
NM1*PR*2*EXAMPLE PAYER*****PI*P1
CLM*A1*100***11:B:1*Y*A*Y*Y
HI*ABK:J0300
NM1*82*1*ROE*RICHARD****XX*1234567893
LX*1
SV1*HC:99213:25*100*UN*1***1
DTP*472*D8*20260215
REF*6R*L1
";

pub(super) const BENEFITS: &str = "\
ST*271*0001*005010X279A1
BHT*0022*11*R1*20260309*1405
HL*1**20*1
NM1*PR*2*EXAMPLE PAYER*****PI*P1
HL*2*1*21*1
NM1*1P*2*EXAMPLE CLINIC*****XX*1234567893
HL*3*2*22*0
TRN*2*T1*9EXAMPLE00
NM1*IL*1*DOE*JANE****MI*M1
DMG*D8*19800102*F
DTP*291*RD8*20260101-20261231
EB*1*IND*30^98**PLAN
EB*C*IND*30***29*500
LS*2120
NM1*P3*1*ROE*RICHARD
LE*2120
";
