#include "cevent.h"
int cevent_placeholder(void) { return 0; }
