/* fuzz: market. A list of markets with their positions. */
#include "market_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    market_check(MARKET_GEOJSON, NULL, data, size);
    return 0;
}
