/* fuzz: market. A page by selectors, and dates in words. */
#include "market_check.h"

static const char settings[] = "{\"item\":\"li, tr\",\"next\":\"a[rel=next]\",\"fields\":{\"name\":\"b, td:first-child\",\"dates\":\"i, td:nth-child(2)\",\"address\":\"u\","
                               "\"entrance_fee\":{\"select\":\"p\",\"pattern\":\"pris: (.*)\"},\"url\":{\"select\":\"a\",\"attribute\":\"href\"}}}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    market_check(MARKET_LIST, settings, data, size);
    return 0;
}
