//! Pages for printing: whole in themselves, without scripts, every text escaped.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;

/// HTML that is well-formed by the way it is made: text enters through `text` or an attribute, both of which escape it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    pub fn text(text: impl std::fmt::Display) -> Self {
        Self(escaped(&text.to_string()))
    }

    /// An element around others.
    pub fn tag(name: &'static str, inside: impl IntoIterator<Item = Html>) -> Self {
        Self::element(name, &[], inside)
    }

    pub fn element(
        name: &'static str,
        attributes: &[(&'static str, String)],
        inside: impl IntoIterator<Item = Html>,
    ) -> Self {
        let mut html = format!("<{name}");
        for (key, value) in attributes {
            html.push_str(&format!(" {key}=\"{}\"", escaped(value)));
        }
        html.push('>');
        inside.into_iter().for_each(|part| html.push_str(&part.0));
        html.push_str(&format!("</{name}>"));
        Self(html)
    }

    /// A row of a table, each cell `th` or `td`.
    pub fn row(cell: &'static str, texts: impl IntoIterator<Item = String>) -> Self {
        Self::tag("tr", texts.into_iter().map(|text| Self::tag(cell, [Self::text(text)])))
    }

    pub fn table(head: &[&str], rows: impl IntoIterator<Item = Html>) -> Self {
        let head = Self::row("th", head.iter().map(|&text| text.to_owned()));
        Self::tag("table", [Self::tag("thead", [head]), Self::tag("tbody", rows)])
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

const STYLE: &str = "body{font:10pt/1.35 sans-serif;margin:1.5cm;color:#000}h1{font-size:15pt;margin:0 0 .6em}\
h2{font-size:12pt;margin:1.2em 0 .4em}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;vertical-align:top;padding:.2em .5em;border-bottom:1px solid #999}\
thead{display:table-header-group}tr,svg{break-inside:avoid}section+section{break-before:page}\
svg{width:100%;height:auto}.offered{fill:#ccc}.booked{fill:#247}svg text{font:10px sans-serif}\
@page{margin:1.2cm}@media print{body{margin:0}}";

/// The whole page.
pub fn page(title: &str, body: impl IntoIterator<Item = Html>) -> String {
    let heading = Html::tag("h1", [Html::text(title)]);
    let body: String = body.into_iter().map(|part| part.0).collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title><style>{STYLE}</style></head>\
         <body>{}{body}</body></html>",
        escaped(title),
        heading.0
    )
}

/// Kept by nobody on the way: the page may name patients.
pub fn answer(page: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let evil = "<script>alert('x')</script>\" onload=\"y & z";
        let html = Html::element("p", &[("class", evil.to_owned())], [Html::text(evil)]);
        let safe = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y &amp; z";
        assert_eq!(html.0, format!("<p class=\"{safe}\">{safe}</p>"));
        let page = page(evil, [html]);
        assert!(!page.contains("<script") && page.contains(&format!("<title>{safe}</title>")));
    }

    #[test]
    fn a_table_has_a_head_and_rows() {
        let table = Html::table(&["A"], [Html::row("td", ["1".to_owned()])]);
        let expected = "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>";
        assert_eq!(table.0, expected);
    }
}
