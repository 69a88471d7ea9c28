#include "cbuild.h"

const char *agh_build_version(void) { return AGH_VERSION; }
const char *agh_build_commit(void) { return AGH_COMMIT; }
const char *agh_build_date(void) { return AGH_BUILD_DATE; }
const char *agh_build_id(void) { return AGH_VERSION "+" AGH_COMMIT "+" AGH_BUILD_DATE; }
