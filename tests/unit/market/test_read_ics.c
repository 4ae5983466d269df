/* iCalendar: rules, overrides, zones, and lines that are none. */
#include "reading.h"

static const struct reading_case cases[] = {
    /* a rule with exceptions, additions, and what became of one date, which stands before it */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "VERSION:2.0\r\n"
     "X-WR-CALNAME:Markeder\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:u1\r\n"
     "RECURRENCE-ID;TZID=Europe/Copenhagen:20260510T090000\r\n"
     "DTSTART;TZID=Europe/Copenhagen:20260510T100000\r\n"
     "DTEND;TZID=Europe/Copenhagen:20260510T150000\r\n"
     "SUMMARY:Loppemarked (flyttet)\r\n"
     "SEQUENCE:2\r\n"
     "X-CURIO-DATE-STATUS:moved\r\n"
     "X-CURIO-DATE-REASON:Regn\\, blæst\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:u1\r\n"
     "DTSTART;TZID=Europe/Copenhagen:20260503T090000\r\n"
     "DTEND;TZID=Europe/Copenhagen:20260503T140000\r\n"
     "RRULE:FREQ=WEEKLY;BYDAY=SU;UNTIL=20261001T000000Z\r\n"
     "EXDATE;TZID=Europe/Copenhagen:20260517T090000,20260524T090000\r\n"
     "EXDATE;VALUE=DATE:20260531\r\n"
     "RDATE;VALUE=PERIOD:20260601T070000Z/PT2H\r\n"
     "SUMMARY:Loppemarked\\, Ry\r\n"
     " -Hallen\r\n"
     "DESCRIPTION:En\\nTo\\; tre\r\n"
     "LOCATION:Ry-Hallen\\, Thorsvej 36\\, 8680 Ry\r\n"
     "GEO:56.09;9.76\r\n"
     "ORGANIZER;CN=\"Ry IF\":mailto:a@ry.dk\r\n"
     "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:http://example.com/party.png\r\n"
     "CATEGORIES:flea\r\n"
     "SEQUENCE:1\r\n"
     "X-CURIO-STALL-PRICE:50.00 DKK\r\n"
     "X-CURIO-DOGS:no\r\n"
     "X-CURIO-REASON:a\\, b\\nc\r\n"
     "URL:https://ry.dk/\r\n"
     "LAST-MODIFIED:20260101T000000Z\r\n"
     "END:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"u1\",\"name\":\"Loppemarked, Ry-Hallen\",\"description\":\"En\\nTo; tre\",\"kind\":\"flea\",\"url\":\"https://ry.dk/\",\"image\":\"http://example.com/party.png\",\"organiser_name\":\"Ry"
     " IF\",\"organiser_email\":\"a@ry.dk\",\"place\":\"Ry-Hallen\",\"street\":\"Thorsvej 36\",\"postcode\":\"8680\",\"town\":\"Ry\",\"address\":\"Ry-Hallen"
     ", Thorsvej 36, 8680 Ry\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"zone\":\"Europe/Copenhagen\",\"stall_price\":\"50 DKK\",\"dogs\":\"no\",\"reason\":\"a"
     ", b c\",\"sequence\":\"1\",\"modified\":\"2026-01-01T00:00Z\",\"dates\":[{\"starts\":\"2026-05-10T10:00[Europe/Copenhagen]\",\"ends\":\"2026-05-10T15:00"
     "[Europe/Copenhagen]\",\"replaces\":\"2026-05-10T09:00[Europe/Copenhagen]\",\"status\":\"moved\",\"reason\":\"Regn, blæst\",\"name\":\"Loppemarked"
     " (flyttet)\"}],\"rules\":[{\"starts\":\"2026-05-03T09:00[Europe/Copenhagen]\",\"minutes\":300,\"rrule\":\"FREQ=WEEKLY;UNTIL=20261001T000000Z;BYDAY=SU\",\"exdates\":"
     "[\"2026-05-17T09:00\",\"2026-05-24T09:00\",\"2026-05-31T09:00\"],\"rdates\":[\"2026-06-01T09:00\"]}]}\n"},
    /* of two that replace one date, the greater sequence holds */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "VERSION:2.0\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:u\r\n"
     "RECURRENCE-ID:20260510T090000\r\n"
     "DTSTART:20260510T120000\r\n"
     "SUMMARY:A\r\n"
     "SEQUENCE:3\r\n"
     "STATUS:CANCELLED\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:u\r\n"
     "RECURRENCE-ID:20260510T090000\r\n"
     "DTSTART:20260510T110000\r\n"
     "SUMMARY:A\r\n"
     "SEQUENCE:2\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:u\r\n"
     "DTSTART:20260503T090000\r\n"
     "RRULE:FREQ=WEEKLY\r\n"
     "SUMMARY:A\r\n"
     "END:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"u\",\"name\":\"A\",\"dates\":[{\"starts\":\"2026-05-10T12:00\",\"replaces\":\"2026-05-10T09:00\",\"status\":\"cancelled\",\"name\":\"A\"}"
     "],\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"rrule\":\"FREQ=WEEKLY\"}]}\n"},
    /* single dates of one market, with ids of their own */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "VERSION:2.0\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:d1\r\n"
     "X-CURIO-EXTERNAL-ID:m1\r\n"
     "DTSTART:20260503T090000Z\r\n"
     "DURATION:PT5H\r\n"
     "SUMMARY:A\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:d2\r\n"
     "X-CURIO-EXTERNAL-ID:m1\r\n"
     "DTSTART;VALUE=DATE:20260504\r\n"
     "DTEND;VALUE=DATE:20260506\r\n"
     "SUMMARY:A\r\n"
     "STATUS:CANCELLED\r\n"
     "X-CURIO-PREVIOUS-STARTS:2026-05-01\r\n"
     "END:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"m1\",\"name\":\"A\",\"dates\":[{\"id\":\"d1\",\"starts\":\"2026-05-03T09:00Z\",\"ends\":\"2026-05-03T14:00Z\"},{\"id\":\"d2\",\"starts\":\"2026-05-04\",\"ends\":\"2026-05-06\",\"previous_starts\":\"2026-05-01\",\"status\":\"cancelled\"}"
     "]}\n"},
    /* a calendar that calls off */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "VERSION:2.0\r\n"
     "METHOD:CANCEL\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:u\r\n"
     "DTSTART:20260503T090000\r\n"
     "SUMMARY:A\r\n"
     "END:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"u\",\"name\":\"A\",\"dates\":[{\"id\":\"u\",\"starts\":\"2026-05-03T09:00\",\"status\":\"cancelled\"}]}\n"},
    /* zones by their clocks: Outlook's own, the calendar's where it fits, one without summer time, one that gave it up, one that no clock shows */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\n"
     "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
     "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\n"
     "END:VTIMEZONE\r\n"
     "BEGIN:VTIMEZONE\r\nTZID:custom\r\n"
     "BEGIN:DAYLIGHT\r\nDTSTART:19870405T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z\r\nEND:DAYLIGHT\r\n"
     "BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\n"
     "BEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\n"
     "END:VTIMEZONE\r\n"
     "BEGIN:VTIMEZONE\r\nTZID:half\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
     "BEGIN:VTIMEZONE\r\nTZID:gave up\r\n"
     "BEGIN:DAYLIGHT\r\nDTSTART:20070325T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20160327T010000Z\r\nEND:DAYLIGHT\r\n"
     "BEGIN:STANDARD\r\nDTSTART:20160907T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\n"
     "END:VTIMEZONE\r\n"
     "BEGIN:VTIMEZONE\r\nTZID:nowhere\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0117\r\nTZOFFSETTO:+0117\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
     "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Customized Time Zone:20260503T090000\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
     "BEGIN:VEVENT\r\nUID:2\r\nDTSTART;TZID=custom:20260503T090000\r\nSUMMARY:B\r\nEND:VEVENT\r\n"
     "BEGIN:VEVENT\r\nUID:3\r\nDTSTART;TZID=half:20260503T090000\r\nSUMMARY:C\r\nEND:VEVENT\r\n"
     "BEGIN:VEVENT\r\nUID:4\r\nDTSTART;TZID=gave up:20260503T090000\r\nSUMMARY:D\r\nEND:VEVENT\r\n"
     "BEGIN:VEVENT\r\nUID:5\r\nDTSTART;TZID=nowhere:20260503T090000\r\nSUMMARY:E\r\nEND:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"1\",\"name\":\"A\",\"zone\":\"Europe/Copenhagen\",\"dates\":[{\"id\":\"1\",\"starts\":\"2026-05-03T09:00[Europe/Copenhagen]\"}]}\n"
     "{\"external_id\":\"2\",\"name\":\"B\",\"zone\":\"America/New_York\",\"dates\":[{\"id\":\"2\",\"starts\":\"2026-05-03T09:00[America/New_York]\"}]}\n"
     "{\"external_id\":\"3\",\"name\":\"C\",\"zone\":\"Asia/Kolkata\",\"dates\":[{\"id\":\"3\",\"starts\":\"2026-05-03T09:00[Asia/Kolkata]\"}]}\n"
     "{\"external_id\":\"4\",\"name\":\"D\",\"zone\":\"Europe/Moscow\",\"dates\":[{\"id\":\"4\",\"starts\":\"2026-05-03T09:00[Europe/Moscow]\"}]}\n"
     "{\"external_id\":\"5\",\"name\":\"E\",\"dates\":[{\"id\":\"5\",\"starts\":\"2026-05-03T09:00\"}]}\n"
     "- bad_zone/field line 88: nowhere\n"},
    {MARKET_ICS, "{\"defaults\":{\"zone\":\"Europe/Vienna\"}}",
     "BEGIN:VCALENDAR\r\n"
     "BEGIN:VTIMEZONE\r\nTZID:Ours\r\n"
     "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
     "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\n"
     "END:VTIMEZONE\r\n"
     "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Ours:20260503T090000\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"1\",\"name\":\"A\",\"zone\":\"Europe/Vienna\",\"dates\":[{\"id\":\"1\",\"starts\":\"2026-05-03T09:00[Europe/Vienna]\"}]}\n"},
    /* zones: of Windows, of a path, of a VTIMEZONE, unknown */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "VERSION:2.0\r\n"
     "X-WR-TIMEZONE:Europe/Copenhagen\r\n"
     "BEGIN:VTIMEZONE\r\n"
     "TZID:Here\r\n"
     "X-LIC-LOCATION:Europe/Stockholm\r\n"
     "BEGIN:STANDARD\r\n"
     "DTSTART:19701025T030000\r\n"
     "TZOFFSETFROM:+0200\r\n"
     "TZOFFSETTO:+0100\r\n"
     "END:STANDARD\r\n"
     "END:VTIMEZONE\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:1\r\n"
     "DTSTART;TZID=W. Europe Standard Time:20260503T090000\r\n"
     "SUMMARY:A\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:2\r\n"
     "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Oslo:20260503T090000\r\n"
     "SUMMARY:B\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:3\r\n"
     "DTSTART;TZID=Here:20260503T090000\r\n"
     "SUMMARY:C\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:4\r\n"
     "DTSTART;TZID=There:20260503T090000\r\n"
     "SUMMARY:D\r\n"
     "END:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"1\",\"name\":\"A\",\"zone\":\"Europe/Berlin\",\"dates\":[{\"id\":\"1\",\"starts\":\"2026-05-03T09:00[Europe/Berlin]\"}]}\n"
     "{\"external_id\":\"2\",\"name\":\"B\",\"zone\":\"Europe/Oslo\",\"dates\":[{\"id\":\"2\",\"starts\":\"2026-05-03T09:00[Europe/Oslo]\"}]}\n"
     "{\"external_id\":\"3\",\"name\":\"C\",\"zone\":\"Europe/Stockholm\",\"dates\":[{\"id\":\"3\",\"starts\":\"2026-05-03T09:00[Europe/Stockholm]\"}]}\n"
     "{\"external_id\":\"4\",\"name\":\"D\",\"zone\":\"Europe/Copenhagen\",\"dates\":[{\"id\":\"4\",\"starts\":\"2026-05-03T09:00[Europe/Copenhagen]\"}]}\n"
     "- bad_zone/nothing line 28: There\n"},
    /* lines that are none, a rule that cannot be, a date that never was, no date, no name */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "VERSION:2.0\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:1\r\n"
     "DTSTART:20260503T090000\r\n"
     "SUMMARY:A\r\n"
     "NO LINE\r\n"
     "RRULE:FREQ=OFTEN\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:2\r\n"
     "DTSTART:20260230T090000\r\n"
     "SUMMARY:B\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:3\r\n"
     "SUMMARY:C\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:4\r\n"
     "DTSTART:20260503T090000\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:5\r\n"
     "DTSTART:20260503T090000\r\n"
     "SUMMARY:E\r\n"
     "GEO:95;12\r\n"
     "URL:javascript:1\r\n"
     "END:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"1\",\"name\":\"A\",\"dates\":[{\"id\":\"1\",\"starts\":\"2026-05-03T09:00\"}]}\n"
     "{\"external_id\":\"5\",\"name\":\"E\",\"dates\":[{\"id\":\"5\",\"starts\":\"2026-05-03T09:00\"}]}\n"
     "- bad_value/field line 3: Got a data line, but could not find a property name or component begin tag: NO LINE\n"
     "- bad_rule/date line 3: Can't parse as RECUR value in RRULE property. Removing entire property: FREQ=OFTEN\n"
     "- bad_date/market line 10: 20260230T090000\n"
     "- no_date/market line 15: C\n"
     "- no_name/market line 19: \n"
     "- bad_coordinates/field line 23: 95 12\n"
     "- bad_url/field line 23: url: javascript:1\n"},
    /* alarms inside, other components, a line folded inside a letter */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\n"
     "BEGIN:VTODO\n"
     "UID:t\n"
     "SUMMARY:T\n"
     "END:VTODO\n"
     "BEGIN:VEVENT\n"
     "UID:1\n"
     "DTSTART:20260503T090000\n"
     "SUMMARY:B\n"
     "\tø\n"
     "BEGIN:VALARM\n"
     "TRIGGER:-PT1H\n"
     "SUMMARY:no\n"
     "END:VALARM\n"
     "DTEND:20260503T100000\n"
     "END:VEVENT\n"
     "END:VCALENDAR\n",
     "{\"external_id\":\"1\",\"name\":\"Bø\",\"dates\":[{\"id\":\"1\",\"starts\":\"2026-05-03T09:00\",\"ends\":\"2026-05-03T10:00\"}]}\n"},
    /* HTML where Outlook puts it; hours of OpenStreetMap and no date */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "VERSION:2.0\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:1\r\n"
     "SUMMARY:A\r\n"
     "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>En</p><p>To\\, tre</p></body></html>\r\n"
     "X-CURIO-OPENING-HOURS:Su 09:00-14:00\r\n"
     "END:VEVENT\r\n"
     "END:VCALENDAR\r\n",
     "{\"external_id\":\"1\",\"name\":\"A\",\"description\":\"En\\n\\nTo, tre\",\"opening_hours\":\"Su 09:00-14:00\"}\n"},
    /* cut off in the middle of an event */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\r\n"
     "VERSION:2.0\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:1\r\n"
     "DTSTART:20260503T090000\r\n"
     "SUMMARY:A\r\n"
     "END:VEVENT\r\n"
     "BEGIN:VEVENT\r\n"
     "UID:2\r\n"
     "SUMMARY:B\r\n",
     "{\"external_id\":\"1\",\"name\":\"A\",\"dates\":[{\"id\":\"1\",\"starts\":\"2026-05-03T09:00\"}]}\n"
     "- syntax/part line 10: it ends before END:VCALENDAR\n"
     "- not whole\n"},
    /* no calendar */
    {MARKET_ICS, NULL,
     "<html>404</html>",
     "- not_this_kind/all line 1: no VCALENDAR\n"
     "- not whole\n"},
    /* nested too deep */
    {MARKET_ICS, NULL,
     "BEGIN:VCALENDAR\n"
     "BEGIN:X\n"
     "BEGIN:X\n"
     "BEGIN:X\n"
     "BEGIN:X\n"
     "BEGIN:X\n"
     "BEGIN:X\n"
     "BEGIN:X\n"
     "BEGIN:X\n"
     "BEGIN:X\n"
     "END:X\n"
     "END:X\n"
     "END:X\n"
     "END:X\n"
     "END:X\n"
     "END:X\n"
     "END:X\n"
     "END:X\n"
     "END:X\n"
     "END:VCALENDAR\n",
     "- too_deep/part line 9: BEGIN:X\n"
     "- too_deep/part line 10: BEGIN:X\n"
     "- not whole\n"},
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
