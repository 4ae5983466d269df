/* fuzz: market. A page with data for machines: JSON-LD, microdata, h-event. */
#include "market_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    market_check(MARKET_PAGE, NULL, data, size);
    return 0;
}
