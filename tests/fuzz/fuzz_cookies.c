/* fuzz: web. What the Cookie header says. */
#include "core/str.h"
#include "web/cookies.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is found lies inside the header. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str header = {(const char *)data, size};
    struct str value = cookies_find(header, STR("__Host-session"));
    if (value.p != NULL && (value.p < header.p || value.p + value.n > header.p + header.n)) __builtin_trap();
    return 0;
}
