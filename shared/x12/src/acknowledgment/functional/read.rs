//! Reading a 999.

use super::{Ack999, AckStatus, Context, ElementError, GroupReference, SegmentError, TransactionAck};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::reader::{Segment, TransactionSet};

impl Ack999 {
    /// Reads a 999.
    ///
    /// # Errors
    /// AK1, IK5 or AK9 missing; counts and positions that are no numbers.
    pub fn parse(set: &TransactionSet<'_>) -> Result<Self, X12Error> {
        let mut cursor = Cursor::new(&set.segments);
        cursor.expect("ST", "ST")?;
        let ak1 = cursor.expect("AK1", "ST")?;
        let group = GroupReference {
            functional_id: ak1.required(1, "ST", "GS01 of the group acknowledged")?.to_owned(),
            control: ak1.required(2, "ST", "GS06 of the group acknowledged")?.to_owned(),
            implementation: ak1.element(3).to_owned(),
        };
        let mut transactions = Vec::new();
        while let Some(ak2) = cursor.take_if("AK2") {
            transactions.push(transaction(&ak2, &mut cursor)?);
        }
        let ak9 = cursor.expect("AK9", "ST")?;
        Ok(Self {
            group,
            transactions,
            status: AckStatus::from_code(ak9.required(1, "ST", "whether the group was accepted")?),
            declared: number(&ak9, 2)?,
            received: number(&ak9, 3)?,
            accepted: number(&ak9, 4)?,
            codes: listed(&ak9, 5..=9),
        })
    }
}

fn transaction(ak2: &Segment<'_>, cursor: &mut Cursor<'_, '_>) -> Result<TransactionAck, X12Error> {
    let mut errors = Vec::new();
    while let Some(ik3) = cursor.take_if("IK3") {
        errors.push(segment_error(&ik3, cursor)?);
    }
    let ik5 = cursor.expect("IK5", "2000")?;
    Ok(TransactionAck {
        st01: ak2.element(1).to_owned(),
        control: ak2.required(2, "2000", "ST02 of the transaction set acknowledged")?.to_owned(),
        implementation: ak2.element(3).to_owned(),
        errors,
        status: AckStatus::from_code(ik5.required(1, "2000", "whether the transaction set was accepted")?),
        codes: listed(&ik5, 2..=6),
    })
}

fn segment_error(ik3: &Segment<'_>, cursor: &mut Cursor<'_, '_>) -> Result<SegmentError, X12Error> {
    let contexts = contexts(cursor);
    let mut elements = Vec::new();
    while let Some(ik4) = cursor.take_if("IK4") {
        elements.push(element_error(&ik4, cursor)?);
    }
    Ok(SegmentError {
        segment_id: ik3.element(1).to_owned(),
        position: number(ik3, 2)?,
        loop_id: ik3.element(3).to_owned(),
        code: ik3.element(4).to_owned(),
        contexts,
        elements,
    })
}

fn element_error(ik4: &Segment<'_>, cursor: &mut Cursor<'_, '_>) -> Result<ElementError, X12Error> {
    let part = |m| ik4.component(1, m).parse::<u32>();
    Ok(ElementError {
        position: part(1).map_err(|_| ik4.invalid(1, POSITION))?,
        component: part(2).ok(),
        repetition: part(3).ok(),
        reference: ik4.element(2).to_owned(),
        code: ik4.element(3).to_owned(),
        value: ik4.element(4).to_owned(),
        contexts: contexts(cursor),
    })
}

const POSITION: &str = "a position or count has digits only";

fn contexts(cursor: &mut Cursor<'_, '_>) -> Vec<Context> {
    cursor.take_while("CTX").iter().map(context).collect()
}

fn context(ctx: &Segment<'_>) -> Context {
    let components = |n| ctx.split_components(ctx.element(n)).map(str::to_owned).collect();
    Context((1..=ctx.elements()).map(components).collect())
}

fn number(segment: &Segment<'_>, n: u8) -> Result<u32, X12Error> {
    segment.element(usize::from(n)).parse().map_err(|_| segment.invalid(n, POSITION))
}

fn listed(segment: &Segment<'_>, range: std::ops::RangeInclusive<usize>) -> Vec<String> {
    range.filter_map(|n| segment.optional(n)).map(str::to_owned).collect()
}
