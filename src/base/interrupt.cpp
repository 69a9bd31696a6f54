// SPDX-License-Identifier: Apache-2.0
#include "base/interrupt.h"

#include <unistd.h>

#include <csignal>

#include "base/error.h"

namespace mote {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void on_signal(int) {
  if (interrupted != 0) _exit(130);
  interrupted = 1;
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

bool is_interrupted() {
  return interrupted != 0;
}

void take_interrupt() {
  interrupted = 0;
}

void check_interrupted() {
  if (is_interrupted()) throw Error(ErrorCode::interrupted, "", "stopped by the user");
}

}  // namespace mote
