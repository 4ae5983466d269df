/* JSON-LD, microdata and h-event in pages as they are found. */
#include "reading.h"

static const struct reading_case cases[] = {
    /* all that an event says */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Event\",\"@id\":\"urn:1\",\"name\":\"Loppemarked\",\"startDate\":\"2026-05-03T10:00\",\"endDate\":\"2026-05-03T16:00\",\"location\":"
     "{\"@type\":\"Place\",\"name\":\"Ry-Hallen\",\"address\":{\"@type\":\"PostalAddress\",\"streetAddress\":\"Thorsvej 36\",\"postalCode\":\"8680\",\"addressLocality\":\"Ry\",\"addressCountry\":"
     "{\"@type\":\"Country\",\"name\":\"DK\"}},\"geo\":{\"latitude\":56.09,\"longitude\":\"9.76\"}},\"description\":\"<p>Kom &amp; køb</p><p>Igen</p"
     ">\",\"url\":\"/e/1\",\"image\":{\"@type\":\"ImageObject\",\"url\":\"a.jpg\"},\"organizer\":{\"@type\":\"Organization\",\"name\":\"Ry IF\",\"url\":\"https://ry.dk\",\"email\":\"a@ry.dk\",\"telephone\":\"+45"
     " 1234\"},\"offers\":{\"@type\":\"Offer\",\"price\":\"25.00\",\"priceCurrency\":\"DKK\"},\"eventStatus\":\"https://schema.org/EventCancelled\",\"amenityFeature\":"
     "[{\"@type\":\"LocationFeatureSpecification\",\"name\":\"toilets\",\"value\":true},{\"name\":\"dogs\",\"value\":false}],\"additionalProperty\":"
     "[{\"@type\":\"PropertyValue\",\"propertyID\":\"stall_price\",\"value\":\"50 DKK\"},{\"propertyID\":\"setting\",\"value\":\"indoor\"}],\"dateModified\":\"2026-01-01T00:00:00Z\"}"
     "</script>",
     "{\"external_id\":\"urn:1\",\"name\":\"Loppemarked\",\"description\":\"Kom & køb\\n\\nIgen\",\"kind\":\"flea\",\"url\":\"https://example.org/e/1\",\"image\":\"https://example.org/list/a.jpg\",\"organiser_name\":\"Ry"
     " IF\",\"organiser_url\":\"https://ry.dk\",\"organiser_email\":\"a@ry.dk\",\"organiser_phone\":\"+45 1234\",\"place\":\"Ry-Hallen\",\"street\":\"Thorsvej"
     " 36\",\"postcode\":\"8680\",\"town\":\"Ry\",\"country\":\"DK\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"setting\":\"indoor\",\"entrance_fee\":\"25"
     " DKK\",\"stall_price\":\"50 DKK\",\"toilets\":\"yes\",\"dogs\":\"no\",\"modified\":\"2026-01-01T00:00Z\",\"dates\":[{\"starts\":\"2026-05-03T10:00\",\"ends\":\"2026-05-03T16:00\",\"status\":\"cancelled\"}"
     "]}\n"},
    /* moved, in a vocabulary that is spelled out, two texts of two languages */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"http://schema.org/Event\",\"schema:name\":[{\"@language\":\"da\",\"@value\":\"Marked\"}"
     ",{\"@language\":\"en\",\"@value\":\"Market\"}],\"http://schema.org/startDate\":{\"@type\":\"xsd:date\",\"@value\":\"2026-05-03\"},\"https://schema.org/endDate\":\"2026-05-04\",\"eventStatus\":\"EventRescheduled\",\"previousStartDate\":\"2026-04-26\",\"location\":\"Torvet"
     ", 8000 Aarhus\"}</script>",
     "{\"external_id\":\"marked @ torvet aarhus\",\"name\":\"Marked\",\"place\":\"Torvet\",\"postcode\":\"8000\",\"town\":\"Aarhus\",\"address\":\"Torvet"
     ", 8000 Aarhus\",\"dates\":[{\"starts\":\"2026-05-03\",\"ends\":\"2026-05-05\",\"previous_starts\":\"2026-04-26\",\"status\":\"moved\"}]}\n"},
    /* comments, commas too many, a line end in a text, CDATA */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">\n"
     "//<![CDATA[\n"
     "{\"@type\":\"Event\", /* x */ \"name\":\"Flea\n"
     "market\",,\"startDate\":\"2026-05-03\", // y\n"
     " \"location\":\"Ry\",}\n"
     "//]]>\n"
     "</script>",
     "{\"external_id\":\"flea market @ ry\",\"name\":\"Flea market\",\"kind\":\"flea\",\"place\":\"Ry\",\"address\":\"Ry\",\"dates\":[{\"starts\":\"2026-05-03\"}"
     "]}\n"
     "- repaired/nothing line 1: //<![CDATA[ {\"@type\":\"Event\", /* x */ \"name\":\"Flea market\",,\"startDate\":\"2026-0\n"},
    /* single quotes, names without quotes, a comma that is missing, a hexadecimal escape of nothing */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{'@type':'Event',name:'It\\'s'\n"
     " \"startDate\":\"2026-05-03\",\"location\":\"\\ud83d\\ude00 \\ud800 \\u0000x\"};</script>",
     "{\"external_id\":\"it's @ 😀 � x\",\"name\":\"It's\",\"place\":\"😀 � x\",\"address\":\"😀 � x\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"
     "- repaired/nothing line 1: {'@type':'Event',name:'It\\'s' \"startDate\":\"2026-05-03\",\"location\":\"\\ud83d\\ude00\n"},
    /* escaped as HTML */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{&quot;@type&quot;:&quot;Event&quot;,&quot;name&quot;:&quot;A &amp;amp; B&quot;"
     ",&quot;startDate&quot;:&quot;2026-05-03&quot;}</script>",
     "{\"external_id\":\"a & b @\",\"name\":\"A & B\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"
     "- repaired/nothing line 1: {\"@type\":\"Event\",\"name\":\"A &amp; B\",\"startDate\":\"2026-05-03\"}\n"},
    /* broken beyond repair beside one that is sound */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"The \"best\" market\"}</script><script type=\"application/ld+json\">"
     "{\"@context\":\"https://schema.org\",\"@type\":\"Event\",\"@id\":\"urn:1\",\"name\":\"Loppemarked\",\"startDate\":\"2026-05-03T10:00\",\"endDate\":\"2026-05-03T16:00\",\"location\":"
     "{\"@type\":\"Place\",\"name\":\"Ry-Hallen\",\"address\":{\"@type\":\"PostalAddress\",\"streetAddress\":\"Thorsvej 36\",\"postalCode\":\"8680\",\"addressLocality\":\"Ry\",\"addressCountry\":"
     "{\"@type\":\"Country\",\"name\":\"DK\"}},\"geo\":{\"latitude\":56.09,\"longitude\":\"9.76\"}}}</script>",
     "{\"external_id\":\"urn:1\",\"name\":\"Loppemarked\",\"kind\":\"flea\",\"place\":\"Ry-Hallen\",\"street\":\"Thorsvej 36\",\"postcode\":\"8680\",\"town\":\"Ry\",\"country\":\"DK\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"dates\":"
     "[{\"starts\":\"2026-05-03T10:00\",\"ends\":\"2026-05-03T16:00\"}]}\n"
     "- syntax/part line 1: {\"@type\":\"Event\",\"name\":\"The \"best\" market\"}\n"
     "- not whole\n"},
    /* cut off */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"A\",\"startDate\":\"2026-05</script>",
     "- syntax/part line 1: {\"@type\":\"Event\",\"name\":\"A\",\"startDate\":\"2026-05\n"
     "- not whole\n"},
    /* a graph with references, a list of items, a place that is used twice */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"Place\",\"@id\":\"#p\",\"name\":\"Hallen\"},{\"@type\":\"Organization\",\"@id\":\"#o\",\"name\":\"Klub\"}"
     ",{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"ListItem\",\"item\":{\"@type\":\"Event\",\"@id\":\"#1\",\"name\":\"A\",\"startDate\":\"2026-05-03\",\"location\":"
     "{\"@id\":\"#p\"},\"organizer\":{\"@id\":\"#o\"}}},{\"@type\":\"ListItem\",\"item\":{\"@type\":\"SaleEvent\",\"@id\":\"#2\",\"name\":\"B\",\"startDate\":\"2026-05-04\",\"location\":"
     "{\"@id\":\"#p\"}}}]}]}</script>",
     "{\"external_id\":\"#1\",\"name\":\"A\",\"organiser_name\":\"Klub\",\"place\":\"Hallen\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"
     "{\"external_id\":\"#2\",\"name\":\"B\",\"place\":\"Hallen\",\"dates\":[{\"starts\":\"2026-05-04\"}]}\n"},
    /* a series with a schedule, its dates, one that never was, and one told elsewhere */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"EventSeries\",\"@id\":\"#s\",\"name\":\"Kræmmermarked\",\"eventSchedule\":"
     "{\"@type\":\"Schedule\",\"startDate\":\"2026-05-03\",\"startTime\":\"09:00\",\"endTime\":\"15:00\",\"repeatFrequency\":\"P1M\",\"byDay\":\"https://schema.org/Sunday\",\"byMonthWeek\":1"
     ",\"endDate\":\"2026-10-31\",\"exceptDate\":[\"2026-06-07\"],\"scheduleTimezone\":\"Europe/Copenhagen\"},\"subEvent\":[{\"@type\":\"Event\",\"@id\":\"#d1\",\"startDate\":\"2026-06-31\"}"
     ",{\"@type\":\"Event\",\"@id\":\"#d2\",\"startDate\":\"2026-06-14T09:00\",\"eventStatus\":\"EventRescheduled\",\"additionalProperty\":[{\"propertyID\":\"replaces\",\"value\":\"2026-06-07T09:00\"}"
     ",{\"propertyID\":\"reason\",\"value\":\"Byfest\"}]}]},{\"@type\":\"Event\",\"@id\":\"#d3\",\"name\":\"Ekstra\",\"startDate\":\"2026-12-06\",\"superEvent\":"
     "{\"@id\":\"#s\"}}]}</script>",
     "{\"external_id\":\"#s\",\"name\":\"Kræmmermarked\",\"kind\":\"flea\",\"zone\":\"Europe/Copenhagen\",\"dates\":[{\"id\":\"#d2\",\"starts\":\"2026-06-14T09:00\",\"replaces\":\"2026-06-07T09:00\",\"status\":\"moved\",\"reason\":\"Byfest\"}"
     ",{\"id\":\"#d3\",\"starts\":\"2026-12-06\",\"name\":\"Ekstra\"}],\"rules\":[{\"starts\":\"2026-05-03T09:00[Europe/Copenhagen]\",\"minutes\":360"
     ",\"rrule\":\"FREQ=MONTHLY;BYDAY=1SU;UNTIL=20261031T235959\",\"exdates\":[\"2026-06-07T09:00\"]}]}\n"
     "- bad_date/date line 1, $['@graph'][0]: 2026-06-31\n"},
    /* schedules that do not say since when, or how often: the year's first such day; one that names no day is none */
    {MARKET_PAGE, NULL,
     "<script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"A\",\"eventSchedule\":[{\"byDay\":[\"https://schema.org/Wednesday\",\"SU\"],\"byMonthWeek\":[1,3],"
     "\"startTime\":\"20:00\",\"endTime\":\"22:00\"},{\"repeatFrequency\":\"P1M\",\"byMonthDay\":[1,15]},{\"byDay\":\"Sunday\"},{\"repeatFrequency\":\"P1W\"},{\"startTime\":\"10:00\"}]}</script>",
     "{\"external_id\":\"a @\",\"name\":\"A\",\"rules\":[{\"starts\":\"2026-01-04T20:00\",\"minutes\":120,\"rrule\":\"FREQ=MONTHLY;BYDAY=1WE,1SU,3WE,3SU\"},"
     "{\"starts\":\"2026-01-01\",\"rrule\":\"FREQ=MONTHLY;BYMONTHDAY=1,15\"},{\"starts\":\"2026-01-04\",\"rrule\":\"FREQ=WEEKLY;BYDAY=SU\"}]}\n"
     "- bad_rule/date line 1, $: eventSchedule\n"
     "- bad_rule/date line 1, $: eventSchedule\n"},
    /* our own rule wins; a rule that cannot be */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"@id\":\"#1\",\"name\":\"A\",\"eventSchedule\":[{\"startDate\":\"2026-05-03T09:00\",\"duration\":\"PT6H\",\"additionalProperty\":"
     "[{\"propertyID\":\"rrule\",\"value\":\"FREQ=WEEKLY;BYDAY=SU\"},{\"propertyID\":\"rdates\",\"value\":\"2026-07-01T09:00,2026-07-02\"}]},{\"startDate\":\"2026-05-03\",\"repeatFrequency\":\"P1W\",\"byDay\":\"Someday\"}"
     ",{\"startDate\":\"2026-05-03T09:00\",\"additionalProperty\":[{\"propertyID\":\"rrule\",\"value\":\"FREQ=OFTEN\"}]},{\"startDate\":\"2026-05-03T09:00\",\"additionalProperty\":[{\"propertyID\":\"rrule\",\"value\":\"FREQ=HOURLY;COUNT=3\"}]}]}</script>",
     "{\"external_id\":\"#1\",\"name\":\"A\",\"rules\":[{\"starts\":\"2026-05-03T09:00\",\"minutes\":360,\"rrule\":\"FREQ=WEEKLY;BYDAY=SU\",\"rdates\":"
     "[\"2026-07-01T09:00\",\"2026-07-02T09:00\"]}]}\n"
     "- bad_rule/date line 1, $: eventSchedule\n"
     "- bad_rule/date line 1, $.eventSchedule[2]: FREQ=OFTEN (FREQ is one of YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY and SECONDLY.)\n"
     "- bad_rule/date line 1, $.eventSchedule[3]: FREQ=HOURLY;COUNT=3 (A market is not held by the hour, minute or second: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.)\n"},
    /* held nowhere */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"A\",\"startDate\":\"2026-05-03\",\"eventAttendanceMode\":\"https://schema.org/OnlineEventAttendanceMode\"}"
     "</script><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"B\",\"startDate\":\"2026-05-03\",\"location\":{\"@type\":\"VirtualLocation\",\"url\":\"https://zoom.us\"}"
     "}</script><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"C\",\"startDate\":\"2026-05-03\",\"location\":[{\"@type\":\"VirtualLocation\"}"
     ",{\"@type\":\"Place\",\"name\":\"Hal 1\"}]}</script>",
     "{\"external_id\":\"c @ hal 1\",\"name\":\"C\",\"place\":\"Hal 1\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"
     "- online/market line 1, $: A\n"
     "- online/market line 1, $: B\n"},
    /* coordinates out of range, or of nowhere, lose no more than themselves */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"@id\":\"#1\",\"name\":\"A\",\"startDate\":\"2026-05-03\",\"location\":"
     "{\"@type\":\"Place\",\"name\":\"P\",\"geo\":{\"latitude\":\"956.1\",\"longitude\":\"9.7\"}}}</script><script type=\"application/ld+json\">{\"@type\":\"Event\",\"@id\":\"#2\",\"name\":\"B\",\"startDate\":\"2026-05-03\",\"location\":"
     "{\"@type\":\"Place\",\"geo\":{\"latitude\":0,\"longitude\":0}}}</script>",
     "{\"external_id\":\"#1\",\"name\":\"A\",\"place\":\"P\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"
     "{\"external_id\":\"#2\",\"name\":\"B\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"
     "- bad_coordinates/field line 1, $: 956.1 9.7\n"
     "- bad_coordinates/field line 1, $: 0 0\n"},
    /* no name, no date, a date that never was, an end before the start */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"Event\",\"startDate\":\"2026-05-03\"}</script><script type=\"application/ld+json\">"
     "{\"@type\":\"Event\",\"name\":\"A\"}</script><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"B\",\"startDate\":\"2026-02-30\"}"
     "</script><script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"C\",\"startDate\":\"2026-05-03T10:00\",\"endDate\":\"2026-05-02T10:00\"}"
     "</script>",
     "{\"external_id\":\"c @\",\"name\":\"C\",\"dates\":[{\"starts\":\"2026-05-03T10:00\"}]}\n"
     "- no_name/market line 1, $: \n"
     "- no_date/market line 1, $: A\n"
     "- bad_date/date line 1, $: 2026-02-30\n"
     "- no_date/market line 1, $: B\n"
     "- bad_date/field line 1, $: it ends before it starts\n"},
    /* opening hours are checked */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"EventSeries\",\"@id\":\"#1\",\"name\":\"A\",\"openingHours\":\"Su"
     " 09:00-14:00\"}</script><script type=\"application/ld+json\">{\"@type\":\"EventSeries\",\"@id\":\"#2\",\"name\":\"B\",\"openingHours\":\"søndage\"}"
     "</script>",
     "{\"external_id\":\"#1\",\"name\":\"A\",\"opening_hours\":\"Su 09:00-14:00\"}\n"
     "{\"external_id\":\"#2\",\"name\":\"B\",\"opening_words\":\"søndage\"}\n"
     "- bad_hours/field line 1, $: søndage (Days, times or \"off\" are expected here.)\n"},
    /* bare JSON-LD */
    {MARKET_JSON_LD, NULL,
     "[{\"@type\":\"Event\",\"name\":\"A\",\"startDate\":\"2026-05-03\"}] ",
     "{\"external_id\":\"a @\",\"name\":\"A\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"},
    /* what is no event */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@type\":\"WebPage\",\"name\":\"Event\"}</script>",
     ""},
    /* scripts win over microdata */
    {MARKET_PAGE, NULL,
     "<!doctype html><title>T</title><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Event\",\"@id\":\"urn:1\",\"name\":\"Loppemarked\",\"startDate\":\"2026-05-03T10:00\",\"endDate\":\"2026-05-03T16:00\",\"location\":"
     "{\"@type\":\"Place\",\"name\":\"Ry-Hallen\",\"address\":{\"@type\":\"PostalAddress\",\"streetAddress\":\"Thorsvej 36\",\"postalCode\":\"8680\",\"addressLocality\":\"Ry\",\"addressCountry\":"
     "{\"@type\":\"Country\",\"name\":\"DK\"}},\"geo\":{\"latitude\":56.09,\"longitude\":\"9.76\"}}}</script><div itemscope itemtype=\"https://schema.org/Event\">"
     "<b itemprop=\"name\">M</b><time itemprop=\"startDate\" datetime=\"2026-05-03\">x</time></div>",
     "{\"external_id\":\"urn:1\",\"name\":\"Loppemarked\",\"kind\":\"flea\",\"place\":\"Ry-Hallen\",\"street\":\"Thorsvej 36\",\"postcode\":\"8680\",\"town\":\"Ry\",\"country\":\"DK\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"dates\":"
     "[{\"starts\":\"2026-05-03T10:00\",\"ends\":\"2026-05-03T16:00\"}]}\n"},
    /* microdata: places, references, values of attributes, several of one */
    {MARKET_MICRODATA, NULL,
     "<base href=\"/x/\"><div itemscope itemtype=\"http://schema.org/Event\" itemid=\"urn:e\" itemref=\"more none\"><a itemprop=\"url\" href=\"e\">"
     "<span itemprop=\"name\">Loppemarked\n"
     "  i Ry</span></a><meta itemprop=\"startDate\" content=\"2026-05-03T10:00\"><meta itemprop=\"startDate\" content=\"2026-05-10T10:00\"><div itemprop=\"location\" itemscope"
     " itemtype=\"http://schema.org/Place\"><span itemprop=\"name\">Hallen</span><p itemprop=\"address\" itemscope itemtype=\"http://schema.org/PostalAddress\">"
     "<i itemprop=\"addressLocality\">Ry</i><i itemprop=\"postalCode\">8680</i></p></div><img itemprop=\"image\" src=\"i.png\"></div><p id=\"more\">"
     "<span itemprop=\"organizer\">Klub</span>",
     "{\"external_id\":\"urn:e\",\"name\":\"Loppemarked i Ry\",\"kind\":\"flea\",\"url\":\"https://example.org/x/e\",\"image\":\"https://example.org/x/i.png\",\"organiser_name\":\"Klub\",\"place\":\"Hallen\",\"postcode\":\"8680\",\"town\":\"Ry\",\"dates\":"
     "[{\"starts\":\"2026-05-03T10:00\"},{\"starts\":\"2026-05-10T10:00\"}]}\n"},
    /* h-event: an end that is an hour of the start's day, with its offset */
    {MARKET_H_EVENT, NULL,
     "<div class=\"h-event\"><b class=\"p-name\">Loppemarked</b><i class=\"dt-start\">2026-05-03 09:00-06:00</i><i class=\"dt-end\">15:00-06:00</i></div>"
     "<div class=\"h-event\"><b class=\"p-name\">Torvedag</b><i class=\"dt-start\">2026-05-03 09:00Z</i><i class=\"dt-end\">3pm</i></div>",
     "{\"external_id\":\"loppemarked @\",\"name\":\"Loppemarked\",\"kind\":\"flea\",\"dates\":[{\"starts\":\"2026-05-03T09:00-06:00\",\"ends\":\"2026-05-03T15:00-06:00\"}]}\n"
     "{\"external_id\":\"torvedag @\",\"name\":\"Torvedag\",\"kind\":\"farmers\",\"dates\":[{\"starts\":\"2026-05-03T09:00Z\",\"ends\":\"2026-05-03T15:00\"}]}\n"},
    /* h-event: names, places, hours of parts */
    {MARKET_H_EVENT, NULL,
     "<div class=\"h-event\"><a class=\"p-name u-url\" href=\"/e/1\">Loppemarked</a> <div class=\"dt-start\"><time class=\"value\" datetime=\"2026-05-03\">3."
     " maj</time> <span class=\"value\">10:00</span></div><span class=\"dt-end\">16:00</span> <div class=\"p-location h-card\"><b class=\"p-name\">Hallen"
     "</b><span class=\"p-street-address\">Vej 1</span> <span class=\"p-locality\">Ry</span><data class=\"p-latitude\" value=\"56.1\"></data><data"
     " class=\"p-longitude\" value=\"9.7\"></data></div><div class=\"e-content\"><p>En</p><p>To</p></div><span class=\"p-category\">flea</span></div>",
     "{\"external_id\":\"https://example.org/e/1\",\"name\":\"Loppemarked\",\"description\":\"En\\n\\nTo\",\"kind\":\"flea\",\"url\":\"https://example.org/e/1\",\"place\":\"Hallen\",\"street\":\"Vej"
     " 1\",\"town\":\"Ry\",\"latitude\":\"56.1\",\"longitude\":\"9.7\",\"dates\":[{\"starts\":\"2026-05-03T10:00\",\"ends\":\"2026-05-03T16:00\"}]}\n"},
    /* h-event: what is implied */
    {MARKET_H_EVENT, NULL,
     "<a class=\"h-event\" href=\"x\">Marked <time class=\"dt-start\" datetime=\"2026-05-03\">3/5</time></a>",
     "{\"external_id\":\"https://example.org/list/x\",\"name\":\"Marked 3/5\",\"url\":\"https://example.org/list/x\",\"dates\":[{\"starts\":\"2026-05-03\"}"
     "]}\n"},
    /* hCalendar */
    {MARKET_PAGE, NULL,
     "<div class=\"vevent\"><span class=\"summary\">Old market</span><abbr class=\"dtstart\" title=\"2026-05-03\">May 3</abbr><span class=\"location\">Ry"
     "</span></div>",
     "{\"external_id\":\"old market @ ry\",\"name\":\"Old market\",\"place\":\"Ry\",\"address\":\"Ry\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"},
    /* elements that nobody closes, scripts neither */
    {MARKET_PAGE, NULL,
     "<div class=\"h-event\"><b class=\"p-name\">A<i><p><time class=\"dt-start\" datetime=\"2026-05-03\">x<script>if (a<b) { \"</div>",
     "{\"external_id\":\"a @\",\"name\":\"A\",\"dates\":[{\"starts\":\"2026-05-03\"}]}\n"},
    /* nothing */
    {MARKET_PAGE, NULL,
     "",
     ""},
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
