// System calls in a form that Swift can use: see each header.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include "checksum.h"
#include "clocks.h"
#include "descriptors.h"
#include "processes.h"
#include "sockets.h"
#include "threads.h"

#endif
