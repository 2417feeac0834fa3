#!/usr/bin/env python3
"""Reads a 270 or an 837P with x12sdk, a parser that shares no code with Praxis, and prints what it found as JSON."""

import json
import sys

from x12sdk.io import X12ModelReader


def field(owner, *path):
    for name in path:
        owner = getattr(owner, name, None)
    return None if owner is None else str(owner)


def person(party):
    return {
        "family_name": field(party, "nm1_segment", "name_last_or_organization_name"),
        "given_name": field(party, "nm1_segment", "name_first"),
        "member_id": field(party, "nm1_segment", "identification_code"),
        "birth_date": field(party, "dmg_segment", "date_time_period"),
    }


def claim(found):
    loop = found.claim
    return {
        "number": field(loop, "clm_segment", "patient_control_number"),
        "charge": field(loop, "clm_segment", "total_claim_charge_amount"),
        "diagnoses": [str(part) for part in loop.hi_segment[0].health_care_code_1],
        "lines": [
            [field(line, "sv1_segment", "product_service_id_qualifier"), field(line, "sv1_segment", "line_item_charge_amount")]
            for line in loop.loop_2400
        ],
        "provider_npi": field(found.billing_provider, "nm1_segment", "identification_code"),
        "rendering_npi": field(loop.loop_2310b, "nm1_segment", "identification_code"),
        "payer": field(found.payer, "nm1_segment", "identification_code"),
        "subscriber": person(found.subscriber),
    }


def inquiry(found):
    return {
        "provider_npi": field(found.provider, "nm1_segment", "identification_code"),
        "payer": field(found.payer, "nm1_segment", "identification_code"),
        "subscriber": person(found.subscriber),
    }


found = []
with X12ModelReader(sys.argv[1]) as reader:
    for transaction in reader.models():
        if hasattr(transaction, "claims"):
            found += [claim(one) for one in transaction.claims()]
        else:
            found += [inquiry(one) for one in transaction.members()]
json.dump(found, sys.stdout)
