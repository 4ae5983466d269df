/* Permissions are rows of the database (role → permission) and columns of the route table. */
#ifndef CURIO_ACCOUNT_PERMISSION_H
#define CURIO_ACCOUNT_PERMISSION_H

enum permission {
    ANYONE,
    SIGNED_IN,
    SCHEMATIC_UPLOAD,
    SCHEMATIC_MODERATE, /* see, edit and take down what is not one's own */
    MARKET_CONTRIBUTE, /* enter markets, rate them, add photos */
    MARKET_MODERATE, /* edit and decide what is not one's own */
    ACCOUNT_MODERATE,
    SITE_ADMIN,
    PERMISSION_COUNT
};

/* "schematic.upload" for SCHEMATIC_UPLOAD, as the database has it; ANYONE and SIGNED_IN have none (NULL). */
const char *permission_name(enum permission);

#endif
