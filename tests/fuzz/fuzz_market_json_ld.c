/* fuzz: market. JSON-LD alone, as it is really found. */
#include "market_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    market_check(MARKET_JSON_LD, NULL, data, size);
    return 0;
}
