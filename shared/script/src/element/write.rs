//! An element as XML text, escaped, without white space of its own.

use quick_xml::escape::{escape, partial_escape};

use super::{Content, Element};

pub(super) fn write(element: &Element, xml: &mut String) {
    xml.push('<');
    xml.push_str(&element.name);
    for attribute in &element.attributes {
        for piece in [" ", &attribute.name, "=\"", &escape(attribute.value.as_str()), "\""] {
            xml.push_str(piece);
        }
    }
    if element.is_blank() {
        xml.push_str("/>");
        return;
    }
    xml.push('>');
    match &element.content {
        Content::Text(text) => xml.push_str(&partial_escape(text.as_str())),
        Content::Children(children) => children.iter().for_each(|child| write(child, xml)),
    }
    for piece in ["</", &element.name, ">"] {
        xml.push_str(piece);
    }
}
