/* fuzz: market. A calendar. */
#include "market_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    market_check(MARKET_ICS, NULL, data, size);
    return 0;
}
