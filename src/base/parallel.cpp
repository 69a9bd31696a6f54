// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace mote {

int core_count() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void parallel_ranges(int64_t count, const std::function<void(int64_t, int64_t)>& body) {
  const int64_t parts = std::min<int64_t>(core_count(), count);
  if (parts <= 1) {
    if (count > 0) body(0, count);
    return;
  }
  std::vector<std::exception_ptr> failures(static_cast<size_t>(parts));
  std::vector<std::thread> threads;
  for (int64_t part = 0; part < parts; part++) {
    threads.emplace_back([&, part] {
      try {
        body(count * part / parts, count * (part + 1) / parts);
      } catch (...) {
        failures[static_cast<size_t>(part)] = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace mote
