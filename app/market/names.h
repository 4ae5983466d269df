/* A closed list of words, by enum value. */
#ifndef CURIO_MARKET_NAMES_H
#define CURIO_MARKET_NAMES_H

#include "core/str.h"

/* The index of NAME among COUNT words, of which some may be null, ignoring ASCII case; -1: none. */
int names_index(const char *const words[], int count, struct str name);

#endif
