/* Calendars of markets that only people were meant to read, by selectors. */
#include "reading.h"

static const struct reading_case cases[] = {
    /* a calendar of markets */
    {MARKET_LIST, "{\"currency\":\"DKK\",\"defaults\":{\"country\":\"DK\",\"zone\":\"Europe/Copenhagen\"},\"item\":\"ul.kalender > li.marked:not(.annonce)\",\"next\":\"a"
     "[rel=next]\",\"page\":{\"region\":{\"select\":\"h1\",\"pattern\":\"Loppemarkeder i (.*)\"}},\n"
     "\"fields\":{\"name\":\"h3 a\",\"url\":{\"select\":\"h3 a\",\"attribute\":\"href\"},\"detail\":{\"select\":\"h3 a\",\"attribute\":\"href\"},\"dates\":\"p.dato\",\"entrance_fee\":"
     "{\"select\":\"p:contains('Entr')\",\"pattern\":\"Entr[^:]*: *(.*)\"},\"address\":{\"select\":\".sted span\",\"join\":\", \"},\"setting\":{\"select\":\"img"
     "[alt=inde]\",\"attribute\":\"alt\",\"value\":\"indoor\"},\"latitude\":{\"select\":\"./@data-lat\"},\"longitude\":{\"select\":\"./@data-lng\"}"
     ",\"organiser_phone\":{\"select\":\"a[href^='tel:']\",\"attribute\":\"href\"},\"image\":{\"select\":\"img.foto\",\"attribute\":\"src\"}}}",
     "<html><head><title>Loppemarkeder</title></head><body><h1>Loppemarkeder i Midtjylland</h1><ul class=\"kalender x\">\n"
     "<li class=\"marked\" data-lat=\"56.09\" data-lng=\"9.76\"><h3><a href=\"/marked/12\">Loppemarked i Ry-Hallen</a></h3><p class=\"dato\">lørdag"
     " den 2. maj kl. 10-16</p><p class=\"dato\">søndag den 3. maj kl. 10-15</p><div class=\"sted\"><span>Ry-Hallen</span><span>Thorsvej 36</span>"
     "<span>8680 Ry</span></div><p>Entré: 20 kr</p><img alt=inde src=i.png><a href=\"tel:+4512345678\">ring</a><img class=foto src=\"/f.jpg\"></li>\n"
     "<li class=\"marked annonce\"><h3><a href=\"/x\">Reklame</a></h3><p class=dato>3. maj</p></li>\n"
     "<li class=\"marked\" data-lat=\"99\"><h3><a href=\"javascript:x\">Kr&aelig;mmermarked</a></h3><p class=\"dato\">hver søndag kl. 9-14</p></li>\n"
     "<li class=\"marked\"><h3>Uden link</h3></li>\n"
     "<li class=\"other\"></li></ul><a rel=next href=\"?side=2\">N&aelig;ste</a>",
     "{\"external_id\":\"loppemarked i ry-hallen @ ry-hallen ry\",\"name\":\"Loppemarked i Ry-Hallen\",\"kind\":\"flea\",\"url\":\"https://example.org/marked/12\",\"image\":\"https://example.org/f.jpg\",\"organiser_phone\":\"+4512345678\",\"place\":\"Ry-Hallen\",\"street\":\"Thorsvej"
     " 36\",\"postcode\":\"8680\",\"town\":\"Ry\",\"region\":\"Midtjylland\",\"country\":\"DK\",\"address\":\"Ry-Hallen, Thorsvej 36, 8680 Ry\",\"latitude\":\"56.09\",\"longitude\":\"9.76\",\"zone\":\"Europe/Copenhagen\",\"setting\":\"indoor\",\"entrance_fee\":\"20"
     " DKK\",\"detail\":\"https://example.org/marked/12\",\"dates\":[{\"starts\":\"2026-05-02T10:00\",\"ends\":\"2026-05-02T16:00\"},{\"starts\":\"2026-05-03T10:00\",\"ends\":\"2026-05-03T15:00\"}"
     "]}\n"
     "{\"external_id\":\"kræmmermarked @\",\"name\":\"Kræmmermarked\",\"kind\":\"flea\",\"region\":\"Midtjylland\",\"country\":\"DK\",\"zone\":\"Europe/Copenhagen\",\"opening_words\":\"hver"
     " søndag kl. 9-14\"}\n"
     "- bad_url/field line 4: url: javascript:x\n"
     "- bad_url/field line 4: detail: javascript:x\n"
     "- bad_date/date line 4: hver søndag kl. 9-14\n"
     "- bad_coordinates/field line 4: latitude: 99\n"
     "- no_date/market line 5: \n"},
    /* a page that was built anew */
    {MARKET_LIST, "{\"currency\":\"DKK\",\"defaults\":{\"country\":\"DK\",\"zone\":\"Europe/Copenhagen\"},\"item\":\"ul.kalender > li.marked:not(.annonce)\",\"next\":\"a"
     "[rel=next]\",\"page\":{\"region\":{\"select\":\"h1\",\"pattern\":\"Loppemarkeder i (.*)\"}},\n"
     "\"fields\":{\"name\":\"h3 a\",\"url\":{\"select\":\"h3 a\",\"attribute\":\"href\"},\"detail\":{\"select\":\"h3 a\",\"attribute\":\"href\"},\"dates\":\"p.dato\",\"entrance_fee\":"
     "{\"select\":\"p:contains('Entr')\",\"pattern\":\"Entr[^:]*: *(.*)\"},\"address\":{\"select\":\".sted span\",\"join\":\", \"},\"setting\":{\"select\":\"img"
     "[alt=inde]\",\"attribute\":\"alt\",\"value\":\"indoor\"},\"latitude\":{\"select\":\"./@data-lat\"},\"longitude\":{\"select\":\"./@data-lng\"}"
     ",\"organiser_phone\":{\"select\":\"a[href^='tel:']\",\"attribute\":\"href\"},\"image\":{\"select\":\"img.foto\",\"attribute\":\"src\"}}}",
     "<p>Ny side</p>",
     "- not_this_kind/all : no items\n"
     "- not whole\n"},
    /* no settings */
    {MARKET_LIST, NULL,
     "<html><head><title>Loppemarkeder</title></head><body><h1>Loppemarkeder i Midtjylland</h1><ul class=\"kalender x\">\n"
     "<li class=\"marked\" data-lat=\"56.09\" data-lng=\"9.76\"><h3><a href=\"/marked/12\">Loppemarked i Ry-Hallen</a></h3><p class=\"dato\">lørdag"
     " den 2. maj kl. 10-16</p><p class=\"dato\">søndag den 3. maj kl. 10-15</p><div class=\"sted\"><span>Ry-Hallen</span><span>Thorsvej 36</span>"
     "<span>8680 Ry</span></div><p>Entré: 20 kr</p><img alt=inde src=i.png><a href=\"tel:+4512345678\">ring</a><img class=foto src=\"/f.jpg\"></li>\n"
     "<li class=\"marked annonce\"><h3><a href=\"/x\">Reklame</a></h3><p class=dato>3. maj</p></li>\n"
     "<li class=\"marked\" data-lat=\"99\"><h3><a href=\"javascript:x\">Kr&aelig;mmermarked</a></h3><p class=\"dato\">hver søndag kl. 9-14</p></li>\n"
     "<li class=\"marked\"><h3>Uden link</h3></li>\n"
     "<li class=\"other\"></li></ul><a rel=next href=\"?side=2\">N&aelig;ste</a>",
     "- unsupported/all : the settings name no item\n"
     "- not whole\n"},
    /* formats */
    {MARKET_LIST, "{\"item\":\"tr\",\"fields\":{\"name\":\"td:nth-child(2)\",\"dates\":\"td:first-child\",\"town\":\"td:last-child\"},\"date_formats\":[\"%d.%m.%Y\",\"%A"
     " %d/%m\"]}",
     "<table><tr><td>03.05.2026</td><td>A</td><td>Ry</td></tr><tr><td>Søn 10/5</td><td>B</td><td>Ry</td></tr><tr><td>snart</td><td>C</td><td>Ry</td"
     "></tr></table>",
     "{\"external_id\":\"a @ ry\",\"name\":\"A\",\"town\":\"Ry\",\"dates\":[{\"starts\":\"2026-05-03\",\"ends\":\"2026-05-04\"}]}\n"
     "{\"external_id\":\"b @ ry\",\"name\":\"B\",\"town\":\"Ry\",\"dates\":[{\"starts\":\"2026-05-10\",\"ends\":\"2026-05-11\"}]}\n"
     "{\"external_id\":\"c @ ry\",\"name\":\"C\",\"town\":\"Ry\",\"opening_words\":\"snart\"}\n"
     "- bad_date/date line 1: snart\n"},
    /* XPath */
    {MARKET_LIST, "{\"item\":\"//dl/dt\",\"fields\":{\"name\":\"\",\"dates\":{\"select\":\"./following-sibling::dd[1]\"},\"town\":{\"select\":\"xpath:substring-after(./following-sibling::dd"
     "[2], ':')\"}}}",
     "<dl><dt>A</dt><dd>3/5</dd><dd>By: Ry</dd><dt>B</dt><dd>4/5</dd><dd>By: Ans</dd></dl>",
     "{\"external_id\":\"a @ ry\",\"name\":\"A\",\"town\":\"Ry\",\"dates\":[{\"starts\":\"2026-05-03\",\"ends\":\"2026-05-04\"}]}\n"
     "{\"external_id\":\"b @ ans\",\"name\":\"B\",\"town\":\"Ans\",\"dates\":[{\"starts\":\"2026-05-04\",\"ends\":\"2026-05-05\"}]}\n"},
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
