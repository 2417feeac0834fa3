//! Every message in both versions against its golden file, read back, and read by another XML parser.

use std::path::PathBuf;

use roxmltree::{Document, Node};
use script::{Body, Message, UNMODELLED, Versions, parse, write};

use crate::letters::all;
use crate::order::{is_in_order, known_children};

fn path(name: &str, versions: Versions) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(versions.number());
    folder.join(format!("{name}.xml"))
}

/// Line breaks and indentation are not part of a golden text.
fn flat(golden: &str) -> String {
    let (declaration, rest) = golden.split_once('\n').expect("a declaration and a message");
    format!("{declaration}\n{}", rest.lines().map(str::trim_start).collect::<String>())
}

fn indented(node: Node<'_, '_>, depth: usize, into: &mut String) {
    let (space, name) = ("  ".repeat(depth), node.tag_name().name());
    let attributes: String = node.attributes().map(|a| format!(" {}=\"{}\"", a.name(), a.value())).collect();
    if !node.children().any(|child| child.is_element()) {
        let text =
            node.text().unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        match text.replace('\n', "&#10;").as_str() {
            "" => into.push_str(&format!("{space}<{name}{attributes}/>\n")),
            text => into.push_str(&format!("{space}<{name}{attributes}>{text}</{name}>\n")),
        }
        return;
    }
    into.push_str(&format!("{space}<{name}{attributes}>\n"));
    node.children().filter(Node::is_element).for_each(|child| indented(child, depth + 1, into));
    into.push_str(&format!("{space}</{name}>\n"));
}

fn update(name: &str, sent: &Message) {
    let xml = write(sent).expect("it can be written");
    let document = Document::parse(&xml).expect("well-formed");
    let mut pretty = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    indented(document.root_element(), 0, &mut pretty);
    let path = path(name, sent.versions);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, pretty).expect("written");
}

#[test]
fn every_message_is_written_in_its_golden_form_and_read_back() {
    for (name, sent) in all() {
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            update(name, &sent);
        }
        let golden = std::fs::read_to_string(path(name, sent.versions)).expect("a golden file");
        let written =
            write(&sent).expect("it can be written").replace("2026-11-21\nrefills", "2026-11-21&#10;refills");
        assert_eq!(written, flat(&golden), "{name} {}", sent.versions.number());
        let read = parse(&golden).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(read == sent, "{name} {}: {}", sent.versions.number(), write(&read).unwrap_or_default());
    }
}

#[test]
fn there_is_a_golden_file_for_every_transaction_with_a_type() {
    let mut typed: Vec<String> = all().iter().map(|(_, sent)| sent.body.transaction().to_owned()).collect();
    typed.sort();
    typed.dedup();
    assert_eq!(typed.len() + UNMODELLED.len(), 36, "42 CFR 423.160(b)(1) names 36: {typed:?}");
    assert!(typed.iter().all(|name| !UNMODELLED.contains(&name.as_str())));
}

#[test]
fn another_parser_finds_every_element_in_its_place() {
    for (name, sent) in all() {
        let xml = write(&sent).expect("it can be written");
        let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = document.root_element();
        let version = if sent.versions == Versions::V2017071 { "20170715" } else { "2023011" };
        let attributes: Vec<(&str, &str)> = root.attributes().map(|a| (a.name(), a.value())).collect();
        let expected = [
            ("DatatypesVersion", version),
            ("TransportVersion", version),
            ("TransactionDomain", "SCRIPT"),
            ("TransactionVersion", version),
            ("StructuresVersion", version),
            ("ECLVersion", version),
        ];
        assert_eq!((root.tag_name().name(), attributes), ("Message", expected.into()), "{name}");
        for element in document.descendants().filter(Node::is_element) {
            let children: Vec<&str> =
                element.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect();
            let known = known_children(element.tag_name().name(), sent.versions);
            assert!(
                is_in_order(&children, known),
                "{name}: {} holds {children:?}",
                element.tag_name().name()
            );
        }
    }
}

fn value<'d>(document: &'d Document<'_>, path: &str) -> Option<&'d str> {
    let mut node = document.root_element();
    for step in path.split('/') {
        node = node.children().find(|child| child.tag_name().name() == step)?;
    }
    node.text()
}

#[test]
fn another_parser_reads_the_same_values() {
    let person = "Body/NewRx/Patient/HumanPatient";
    let drug = "Body/NewRx/MedicationPrescribed";
    for (_, sent) in all().iter().filter(|(name, _)| *name == "new_rx_full") {
        let xml = write(sent).expect("it can be written");
        let document = Document::parse(&xml).expect("well-formed");
        let (name, gender, other_name, other_gender) = match sent.versions {
            Versions::V2017071 => ("Name", "Gender", "Names", "GenderAndSex"),
            Versions::V2023011 => ("Names/Name", "GenderAndSex/AdministrativeGender", "Name", "Gender"),
        };
        for (path, expected) in [
            ("Header/To".to_owned(), "9900011"),
            ("Header/DigitalSignature/DigitalSignatureIndicator".to_owned(), "true"),
            (format!("{person}/{name}/LastName"), "O'Hara-Lee"),
            (format!("{person}/{gender}"), "F"),
            (format!("Body/NewRx/Supervisor/NonVeterinarian/{name}/LastName"), "Boss"),
            (format!("Body/NewRx/FollowUpPrescriber/NonVeterinarian/{name}/LastName"), "Later"),
            (format!("Body/NewRx/Prescriber/NonVeterinarian/PrescriberAgent/{name}/LastName"), "Hand"),
            ("Body/NewRx/Pharmacy/BusinessName".to_owned(), "Main Street Drugs & More"),
            ("Body/NewRx/Observation/Measurement/VitalSign".to_owned(), "8302-2"),
            (format!("{drug}/Quantity/Value"), "30"),
            (format!("{drug}/DrugUseEvaluation/ServiceReasonCode"), "DD"),
            (format!("{drug}/DrugUseEvaluation/CoAgent/CoAgentCode/Description"), "Warfarin"),
            (format!("{drug}/Sig/CodeSystem/FMTVersion"), "16.03d"),
            (format!("{drug}/Sig/Instruction/DoseAdministration/Dosage/DoseUnitOfMeasure/Code"), "C48480"),
            (format!("{drug}/Sig/Instruction/TimingAndDuration/Frequency/FrequencyNumericValue"), "3"),
            (format!("{drug}/OtherMedicationDate/OtherMedicationDate/Date"), "2026-11-25"),
        ] {
            assert_eq!(value(&document, &path), Some(expected), "{path}");
        }
        assert_eq!(value(&document, &format!("{person}/{other_name}")), None);
        assert_eq!(value(&document, &format!("{person}/{other_gender}")), None);
        let Body::NewRx(new_rx) = &sent.body else { panic!("a NewRx") };
        assert!(new_rx.medication.sig.as_ref().is_some_and(|sig| sig.coded.is_some()));
    }
}
