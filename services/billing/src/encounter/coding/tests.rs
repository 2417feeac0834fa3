use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn line(change: impl FnOnce(&mut LineRequest)) -> LineRequest {
    let mut line = LineRequest {
        procedure_code: "99213".parse().expect("a code"),
        modifiers: Vec::new(),
        units: 1,
        charge: Some(Money::from_cents(15_000)),
        diagnosis_pointers: vec![1],
        service_date: None,
    };
    change(&mut line);
    line
}

fn check(diagnoses: usize, lines: &[LineRequest], service_date: &str) -> Result<Coding, Vec<String>> {
    let prices = HashMap::from([("87880".parse().expect("a code"), Money::from_cents(2_000))]);
    let days = day("1963-05-19")..=day("2026-11-22");
    let frame = Frame { service_date: day(service_date), days, prices: &prices };
    let diagnoses = vec!["J02.0".parse().expect("a code"); diagnoses];
    let pointers = |faults: Vec<Fault>| faults.into_iter().map(|fault| fault.pointer).collect();
    Coding::check(diagnoses, lines, &frame).map_err(pointers)
}

#[test]
fn every_fault_names_its_field() {
    let cases: Vec<(Vec<LineRequest>, &str)> = vec![
        (vec![line(|l| l.units = 0)], "/lines/0/units"),
        (vec![line(|l| l.modifiers = vec!["25".parse().expect("a modifier"); 5])], "/lines/0/modifiers"),
        (vec![line(|_| ()), line(|l| l.diagnosis_pointers = vec![])], "/lines/1/diagnosis_pointers"),
        (vec![line(|l| l.diagnosis_pointers = vec![1, 3])], "/lines/0/diagnosis_pointers/1"),
        (vec![line(|l| l.diagnosis_pointers = vec![0])], "/lines/0/diagnosis_pointers/0"),
        (vec![line(|l| l.charge = None)], "/lines/0/charge"),
        (vec![line(|l| l.charge = Some(Money::from_cents(-1)))], "/lines/0/charge"),
        (vec![line(|l| l.service_date = Some(day("2026-11-23")))], "/lines/0/service_date"),
        (vec![line(|_| ()); 51], "/lines"),
    ];
    for (lines, pointer) in cases {
        assert_eq!(check(2, &lines, "2026-11-20").err(), Some(vec![pointer.to_owned()]));
    }
    assert_eq!(check(13, &[line(|_| ())], "2026-11-20").err(), Some(vec!["/diagnoses".to_owned()]));
    for wrong in ["2026-11-23", "1963-05-18"] {
        assert_eq!(check(1, &[line(|_| ())], wrong).err(), Some(vec!["/service_date".to_owned()]));
    }
}

#[test]
fn the_fee_schedule_prices_what_is_left_out() {
    let swab = line(|l| {
        l.procedure_code = "87880".parse().expect("a code");
        l.charge = None;
        l.units = 3;
    });
    let coding = check(1, &[swab], "2026-11-20").map_err(|faults| panic!("{faults:?}")).expect("sound");
    assert_eq!(coding.lines.total(), Money::from_cents(6_000));
}

#[test]
fn signing_needs_a_diagnosis_and_a_charge() {
    let pointers = |faults: Vec<Fault>| faults.into_iter().map(|fault| fault.pointer).collect::<Vec<_>>();
    assert_eq!(
        pointers(faults_of_signing(&Diagnoses::default(), &Lines::default())),
        ["/diagnoses", "/lines"]
    );
    let free =
        check(1, &[line(|l| l.charge = Some(Money::ZERO))], "2026-11-20").map_err(drop).expect("sound");
    assert_eq!(pointers(faults_of_signing(&free.diagnoses, &free.lines)), ["/lines"]);
}
