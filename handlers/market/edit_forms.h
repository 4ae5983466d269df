/* What people say of markets that they enter or look after. */
#ifndef CURIO_HANDLERS_MARKET_EDIT_FORMS_H
#define CURIO_HANDLERS_MARKET_EDIT_FORMS_H

#include "handlers/market/when.h"

struct market_edit_form {
    struct str title, description, kind, setting, organiser, place, street, postcode, town, region, country, zone, schedule, opening_hours, currency,
        accessible, toilets, dogs, cards, website, email, phone, status, visibility, fee_text, price_text, alike;
    struct opt_float latitude, longitude;
    struct opt_bigint entrance_fee, stall_price;
    struct market_when when;
    bool has_title, has_description, has_kind, has_setting, has_organiser, has_place, has_street, has_postcode, has_town, has_region, has_country,
        has_latitude, has_longitude, has_zone, has_schedule, has_opening_hours, has_entrance_fee, has_stall_price, has_currency, has_accessible,
        has_toilets, has_dogs, has_cards, has_website, has_email, has_phone, has_status, has_visibility, has_fee_text, has_price_text;
};

struct market_rule_form {
    struct market_when when;
};

struct market_rule_number_form {
    struct opt_bigint number;
};

struct market_date_form {
    struct str key, status, reason, date, from, to;
};

struct market_organiser_form {
    struct str name, description, website, email, phone;
    bool has_name, has_description, has_website, has_email, has_phone;
};

struct market_own_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

extern const struct form market_own_fields, market_new_fields, market_edit_fields, market_rule_fields, market_rule_number_fields, market_date_fields,
    market_organiser_fields;

#endif
