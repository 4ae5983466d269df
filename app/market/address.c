#include "market/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* RFC 6890 and the IANA registries of special addresses that it began. */
static const struct {
    uint32_t net;
    int bits;
} closed4[] = {
    {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16}, {0xAC100000, 12}, {0xC0000000, 24},
    {0xC0000200, 24}, {0xC0586300, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 3},
};

static bool public4(uint32_t address)
{
    for (size_t i = 0; i < sizeof closed4 / sizeof *closed4; i++)
        if ((address ^ closed4[i].net) >> (32 - closed4[i].bits) == 0)
            return false;
    return true;
}

static uint32_t word(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* What is not in 2000::/3 is no public address at all; within it, what leads back to IPv4 is judged by that. */
static bool public6(const uint8_t a[16])
{
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF}, nat64[12] = {0, 0x64, 0xFF, 0x9B};
    if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0)
        return public4(word(a + 12));
    if (a[0] >> 5 != 1)
        return false;
    if (a[0] == 0x20 && a[1] == 0x02) /* 6to4 */
        return public4(word(a + 2));
    if (a[0] == 0x20 && a[1] == 0x01 && a[2] < 2) /* 2001::/23: Teredo, benchmarks and other protocols */
        return false;
    if (word(a) == 0x20010DB8 || (word(a) & 0xFFFFF000) == 0x3FFF0000) /* documentation: 2001:db8::/32, 3fff::/20 */
        return false;
    return true;
}

bool address_is_public(const struct sockaddr *address, socklen_t length)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    if (address->sa_family == AF_INET && length >= sizeof v4) {
        memcpy(&v4, address, sizeof v4);
        return public4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6 || length < sizeof v6)
        return false;
    memcpy(&v6, address, sizeof v6);
    return public6(v6.sin6_addr.s6_addr);
}
