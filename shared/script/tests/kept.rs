//! What this crate does not know is kept, in its place.

use script::{ScriptError, parse, write};

use crate::example::golden;

/// Puts `extra` behind `anchor` in the golden message.
fn with(anchor: &str, extra: &str) -> String {
    let xml = golden();
    assert!(xml.contains(anchor), "{anchor}");
    xml.replace(anchor, &format!("{anchor}{extra}"))
}

#[test]
fn unknown_elements_are_kept_everywhere() -> Result<(), ScriptError> {
    for (anchor, extra) in [
        (
            "</SenderSoftware>",
            "<Security><Sender><TertiaryIdentification>x</TertiaryIdentification></Sender></Security>",
        ),
        ("<Gender>F</Gender>", "<Species>human</Species>"),
        ("<City>Columbus</City>", "<Extra a=\"1 &amp; 2\">x &lt; y</Extra>"),
        ("<Number>6145550103</Number>", "<Extension>7</Extension>"),
        ("<Code>C48480</Code>", "<Description>capsule</Description>"),
        ("<Code>J0190</Code>", "<Note2/>"),
        (
            "<NumberOfRefills>0</NumberOfRefills>",
            "<DrugUseEvaluation><ServiceReasonCode>DD</ServiceReasonCode></DrugUseEvaluation>",
        ),
        ("for 10 days</SigText>", "<CodeSystem><SNOMEDVersion>1</SNOMEDVersion></CodeSystem>"),
        (
            "</Prescriber>",
            "<Facility><FacilityName>North</FacilityName><Address><City>B</City><AddressLine1>A</AddressLine1></Address></Facility>",
        ),
        ("</Body>", "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedPart/></Signature>"),
    ] {
        let read = parse(&with(anchor, extra))?;
        let written = write(&read)?;
        assert!(written.contains(extra), "{extra} in {written}");
        assert!(parse(&written)? == read, "{extra}");
    }
    Ok(())
}

#[test]
fn repeated_unknown_elements_stay_apart_and_in_order() -> Result<(), ScriptError> {
    let twice =
        "<DrugUseEvaluation><A>1</A></DrugUseEvaluation><DrugUseEvaluation><A>2</A></DrugUseEvaluation>";
    let written = write(&parse(&with("</Quantity>", twice))?)?;
    assert!(written.contains(&format!("{twice}<Sig>")), "before Sig: {written}");
    Ok(())
}

#[test]
fn a_kept_element_brings_its_prefix() -> Result<(), ScriptError> {
    let xml = with("<DaysSupply>10</DaysSupply>", "<v:Blend v:kind=\"a\"><v:Part/></v:Blend>");
    assert!(matches!(parse(&xml), Err(ScriptError::Prefix { .. })));
    let declared = xml.replace("<Message ", "<Message xmlns:v='urn:vendor' ");
    let read = parse(&declared)?;
    let written = write(&read)?;
    assert!(written.contains("xmlns:v=\"urn:vendor\""));
    assert!(parse(&written)? == read);
    Ok(())
}

#[test]
fn elements_come_out_in_the_fixed_order() -> Result<(), ScriptError> {
    let sig = "<Sig><SigText>Take 1 capsule by mouth 3 times daily for 10 days</SigText></Sig>";
    let moved =
        golden().replace(sig, "").replace("<MedicationPrescribed>", &format!("<MedicationPrescribed>{sig}"));
    assert_ne!(moved, golden());
    assert_eq!(write(&parse(&moved)?)?, golden());
    Ok(())
}
