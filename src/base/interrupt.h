// SPDX-License-Identifier: Apache-2.0
// Ctrl-C: long work asks now and then, saves what it has, and throws interrupted.
#pragma once

namespace mote {

// From now on SIGINT and SIGTERM set a flag; a second one ends the process at once.
void catch_interrupts();

bool is_interrupted();

// The wish to stop has been met: what comes after it is not stopped.
void take_interrupt();

// Throws Error interrupted when the user has asked to stop.
void check_interrupted();

}  // namespace mote
