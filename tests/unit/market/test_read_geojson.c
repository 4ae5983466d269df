/* GeoJSON of towns, of OpenStreetMap and of our own. */
#include "reading.h"

static const struct reading_case cases[] = {
    /* a list of a town's markets: hours, no hours, hours in words that are one day, a place that is not told */
    {MARKET_GEOJSON, "{\"defaults\":{\"town\":\"Berlin\",\"country\":\"DE\",\"zone\":\"Europe/Berlin\"}}",
     "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [9.76, 56.09]}"
     ", \"properties\": {\"title\": \"Wochenmarkt\", \"location\": \"Weberplatz, 14482\", \"opening_hours\": \"Sa 07:00-13:00\", \"opening_hours_unclassified\":"
     " null, \"details_url\": \"www.x.de\"}}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [9.76, 56.09]}, \"properties\":"
     " {\"title\": \"Flohmarkt\", \"location\": null, \"opening_hours\": null, \"opening_hours_unclassified\": \"19.04.2026 8-15 Uhr / 19.04.2026\"}"
     "}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [9.76, 56.09]}, \"properties\": {\"title\": \"Markt\", \"location\":"
     " \"Am Markt 1\", \"opening_hours\": null, \"opening_hours_unclassified\": \"Momentan ausgesetzt.\"}}], \"metadata\": {\"data_source\": {\"title\":"
     " \"Stadt\", \"url\": \"https://b.de\"}}}",
     "{\"external_id\":\"wochenmarkt @ weberplatz\",\"name\":\"Wochenmarkt\",\"kind\":\"farmers\",\"url\":\"https://www.x.de\",\"place\":\"Weberplatz\",\"postcode\":\"14482\",\"town\":\"Berlin\",\"country\":\"DE\",\"address\":\"Weberplatz"
     ", 14482\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"zone\":\"Europe/Berlin\",\"opening_hours\":\"Sa 07:00-13:00\",\"opening_words\":\"\"}\n"
     "{\"external_id\":\"flohmarkt @ 56.090 9.760\",\"name\":\"Flohmarkt\",\"kind\":\"flea\",\"town\":\"Berlin\",\"country\":\"DE\",\"address\":\"\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"zone\":\"Europe/Berlin\",\"opening_hours\":\"\",\"opening_words\":\"19.04.2026"
     " 8-15 Uhr / 19.04.2026\",\"dates\":[{\"starts\":\"2026-04-19T08:00\",\"ends\":\"2026-04-19T15:00\"}]}\n"
     "{\"external_id\":\"markt @ am markt 1\",\"name\":\"Markt\",\"street\":\"Am Markt 1\",\"town\":\"Berlin\",\"country\":\"DE\",\"address\":\"Am"
     " Markt 1\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"zone\":\"Europe/Berlin\",\"opening_hours\":\"\",\"opening_words\":\"Momentan ausgesetzt.\"}\n"},
    /* our own properties, all of them */
    {MARKET_GEOJSON, NULL,
     "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [9.76, 56.09]}"
     ", \"properties\": {\"external_id\": \"m1\", \"name\": \"Loppe <b>marked</b>\", \"description\": \"# A & B\\n\\n&amp; <p>x</p>\", \"kind\": \"flea\","
     " \"url\": \"https://a.dk/\", \"image\": \"https://a.dk/i.jpg\", \"organiser_name\": \"O\", \"organiser_url\": \"https://o.dk/\", \"organiser_email\":"
     " \"o@o.dk\", \"organiser_phone\": \"+45 1\", \"place\": \"P\", \"street\": \"S 1\", \"postcode\": \"8680\", \"town\": \"Ry\", \"region\": \"R\","
     " \"country\": \"DK\", \"zone\": \"Europe/Copenhagen\", \"setting\": \"both\", \"entrance_fee\": \"25 DKK\", \"stall_price\": \"0 DKK\", \"accessible\":"
     " \"yes\", \"toilets\": \"no\", \"dogs\": \"unknown\", \"cards\": \"yes\", \"status\": \"scheduled\", \"reason\": \"r\", \"opening_hours\": \"Su"
     " 09:00-14:00\", \"opening_words\": \"w\", \"sequence\": 3, \"modified\": \"2026-01-01T00:00Z\", \"dates\": [{\"id\": \"d1\", \"starts\": \"2026-05-03T09:00\","
     " \"ends\": \"2026-05-03T15:00\", \"replaces\": \"2026-05-02T09:00\", \"previous_starts\": \"2026-05-01T09:00\", \"status\": \"moved\", \"reason\":"
     " \"regn\", \"name\": \"n\", \"url\": \"https://a.dk/d\"}, {\"starts\": \"2026-06-31\"}], \"rules\": [{\"starts\": \"2026-05-03T09:00\", \"minutes\":"
     " 360, \"rrule\": \"FREQ=WEEKLY;BYDAY=SU\", \"exdates\": [\"2026-05-10T09:00\"], \"rdates\": [\"2026-05-12T09:00\"]}]}}]}",
     "{\"external_id\":\"m1\",\"name\":\"Loppe <b>marked</b>\",\"description\":\"# A & B\\n\\n&amp; <p>x</p>\",\"kind\":\"flea\",\"url\":\"https://a.dk/\",\"image\":\"https://a.dk/i.jpg\",\"organiser_name\":\"O\",\"organiser_url\":\"https://o.dk/\",\"organiser_email\":\"o@o.dk\",\"organiser_phone\":\"+45"
     " 1\",\"place\":\"P\",\"street\":\"S 1\",\"postcode\":\"8680\",\"town\":\"Ry\",\"region\":\"R\",\"country\":\"DK\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"zone\":\"Europe/Copenhagen\",\"setting\":\"both\",\"entrance_fee\":\"25"
     " DKK\",\"stall_price\":\"0 DKK\",\"accessible\":\"yes\",\"toilets\":\"no\",\"dogs\":\"unknown\",\"cards\":\"yes\",\"status\":\"scheduled\",\"reason\":\"r\",\"opening_hours\":\"Su"
     " 09:00-14:00\",\"opening_words\":\"w\",\"sequence\":\"3\",\"modified\":\"2026-01-01T00:00Z\",\"dates\":[{\"id\":\"d1\",\"starts\":\"2026-05-03T09:00\",\"ends\":\"2026-05-03T15:00\",\"replaces\":\"2026-05-02T09:00\",\"previous_starts\":\"2026-05-01T09:00\",\"status\":\"moved\",\"reason\":\"regn\",\"name\":\"n\",\"url\":\"https://a.dk/d\"}"
     "],\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":360,\"rrule\":\"FREQ=WEEKLY;BYDAY=SU\",\"exdates\":[\"2026-05-10T09:00\"],\"rdates\":"
     "[\"2026-05-12T09:00\"]}]}\n"
     "- bad_date/date line 1, $.features[0]: 2026-06-31\n"},
    /* tags of OpenStreetMap; an area's middle */
    {MARKET_GEOJSON, NULL,
     "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[9, 56], [10"
     ", 56], [10, 57], [9, 57], [9, 56]]]}, \"properties\": {\"@id\": \"way/1\", \"amenity\": \"marketplace\", \"name\": \"Torvet\", \"addr:street\":"
     " \"Vej\", \"addr:housenumber\": \"3\", \"addr:postcode\": \"8000\", \"addr:city\": \"Aarhus\", \"wheelchair\": \"limited\", \"payment:credit_cards\":"
     " \"no\", \"fee\": \"no\", \"covered\": \"yes\", \"dog\": \"leashed\", \"toilets\": \"yes\", \"marketplace\": \"flea_market\", \"operator\": \"Byen\","
     " \"phone\": \"12 34 56\", \"website\": \"x.dk\", \"status\": \"open\"}}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"MultiPoint\", \"coordinates\":"
     " [[1, 2], [3, 4]]}, \"properties\": {\"name\": \"B\"}, \"id\": 7}]}",
     "{\"external_id\":\"way/1\",\"name\":\"Torvet\",\"kind\":\"flea\",\"url\":\"https://example.org/list/x.dk\",\"organiser_name\":\"Byen\",\"organiser_phone\":\"12"
     " 34 56\",\"street\":\"Vej 3\",\"postcode\":\"8000\",\"town\":\"Aarhus\",\"latitude\":\"56.5\",\"longitude\":\"9.5\",\"setting\":\"indoor\",\"entrance_fee\":\"0\",\"accessible\":\"unknown\",\"toilets\":\"yes\",\"dogs\":\"yes\",\"cards\":\"no\"}\n"
     "{\"external_id\":\"7\",\"name\":\"B\",\"latitude\":\"3\",\"longitude\":\"2\"}\n"},
    /* positions that are none */
    {MARKET_GEOJSON, NULL,
     "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [956, 56]}, \"properties\":"
     " {\"name\": \"A\"}}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [\"x\"]}, \"properties\": {\"name\": \"B\"}"
     "}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": []}, \"properties\": {\"name\": \"C\"}}, {\"type\": \"Feature\","
     " \"geometry\": null, \"properties\": {\"name\": \"D\"}}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [1e999"
     ", 1]}, \"properties\": {\"name\": \"E\"}}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"GeometryCollection\", \"geometries\": [{\"type\":"
     " \"Point\", \"coordinates\": [9, 56]}]}, \"properties\": {\"name\": \"F\"}}]}",
     "{\"external_id\":\"a @\",\"name\":\"A\"}\n"
     "{\"external_id\":\"b @\",\"name\":\"B\"}\n"
     "{\"external_id\":\"c @\",\"name\":\"C\"}\n"
     "{\"external_id\":\"d @\",\"name\":\"D\"}\n"
     "{\"external_id\":\"e @\",\"name\":\"E\"}\n"
     "{\"external_id\":\"f @ 56.000 9.000\",\"name\":\"F\",\"latitude\":\"56\",\"longitude\":\"9\"}\n"
     "- bad_coordinates/field line 1, $.features[0]: 56 956\n"
     "- bad_coordinates/field line 1, $.features[1]: Point\n"
     "- bad_coordinates/field line 1, $.features[2]: Point\n"
     "- bad_coordinates/field line 1, $.features[4]: Point\n"},
    /* another system of coordinates */
    {MARKET_GEOJSON, NULL,
     "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [9.76, 56.09]}"
     ", \"properties\": {\"name\": \"A\"}}], \"crs\": {\"type\": \"name\", \"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::25832\"}}}",
     "{\"external_id\":\"a @\",\"name\":\"A\"}\n"
     "- bad_coordinates/field line 1, $: crs\n"},
    /* the same place twice is one market */
    {MARKET_GEOJSON, NULL,
     "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [9.76, 56.09]}"
     ", \"properties\": {\"name\": \"A\", \"address\": \"X\", \"dates\": [{\"starts\": \"2026-05-03\"}]}}, {\"type\": \"Feature\", \"geometry\": {\"type\":"
     " \"Point\", \"coordinates\": [9.76, 56.09]}, \"properties\": {\"name\": \"A\", \"address\": \"X\", \"url\": \"https://a.dk/\", \"dates\": [\"2026-05-04\","
     " \"2026-05-03\"]}}]}",
     "{\"external_id\":\"a @ x\",\"name\":\"A\",\"url\":\"https://a.dk/\",\"place\":\"X\",\"address\":\"X\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"dates\":"
     "[{\"starts\":\"2026-05-03\"},{\"starts\":\"2026-05-04\"}]}\n"},
    /* one feature alone */
    {MARKET_GEOJSON, NULL,
     "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"name\":\"A\"}}",
     "{\"external_id\":\"a @\",\"name\":\"A\"}\n"},
    /* no name, no properties */
    {MARKET_GEOJSON, NULL,
     "{\"features\":[{\"properties\":{\"x\":1}},{\"properties\":null},3,{}]}",
     "- no_name/market line 1, $.features[0]: \n"
     "- no_name/market line 1, $.features[1]: no properties\n"
     "- no_name/market line 1, $.features[2]: no properties\n"
     "- no_name/market line 1, $.features[3]: no properties\n"},
    /* a list of towns */
    {MARKET_GEOJSON, NULL,
     "{\"ry\":{\"id\":\"ry\",\"coordinates\":[56,9]}}",
     "- not_this_kind/all line 1, $: no features\n"
     "- not whole\n"},
    /* no JSON */
    {MARKET_GEOJSON, NULL,
     "<!doctype html>",
     "- syntax/all line 1: JSON\n"
     "- not whole\n"},
    /* repaired */
    {MARKET_GEOJSON, NULL,
     "{\"features\":[{\"properties\":{\"name\":\"A\",}},],}",
     "{\"external_id\":\"a @\",\"name\":\"A\"}\n"
     "- repaired/nothing line 1: JSON\n"},
    /* only what is wanted */
    {MARKET_GEOJSON, "{\"only\":\"loppe|kræmmer\",\"skip\":\"børne\",\"currency\":\"DKK\"}",
     "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [9.76, 56.09]}"
     ", \"properties\": {\"name\": \"Loppemarked\", \"charge\": \"20 kr\"}}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\":"
     " [9.76, 56.09]}, \"properties\": {\"name\": \"Børneloppemarked\"}}, {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\":"
     " [9.76, 56.09]}, \"properties\": {\"name\": \"Koncert\"}}]}",
     "{\"external_id\":\"loppemarked @ 56.090 9.760\",\"name\":\"Loppemarked\",\"kind\":\"flea\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"entrance_fee\":\"20"
     " DKK\"}\n"},
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        reading_expect(&cases[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
