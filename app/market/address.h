/* Which addresses of the network are nobody's business but the machine's own and its neighbours'. */
#ifndef CURIO_MARKET_ADDRESS_H
#define CURIO_MARKET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* True: the public internet. Anything else is not: this host, private and shared networks, link-local, multicast, documentation and reserved
 * ones; IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) is looked at as what it leads to; a family that is not IP. */
bool address_is_public(const struct sockaddr *, socklen_t);

#endif
