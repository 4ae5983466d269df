/* fuzz: tools. The contract parser: any bytes are a contract or a list of mistakes. */
#include "tools/contract_parse.h"

enum { MEMORY = 256 << 20 };

static const char part_text[] = "-- part: a part\n-- row: name text?, size int\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(MEMORY);
    struct mistakes mistakes;
    mistakes_init(&mistakes);
    struct source files[2];
    struct declared_list contracts;
    if (size < 1 << 16 && source_open(&mistakes, STR("room/part.sql"), str_of(part_text), &files[0]) &&
        source_open(&mistakes, STR("room/query.sql"), (struct str){(const char *)data, size}, &files[1]))
        (void)contracts_parse(arena, &mistakes, files, 2, &contracts);
    mistakes_free(&mistakes);
    arena_free(arena);
    return 0;
}
