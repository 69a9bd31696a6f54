// SPDX-License-Identifier: Apache-2.0
// Words and numbers as people write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

// The candidate nearest to `word` by edit distance, or "" when none is near.
std::string closest(std::string_view word, const std::vector<std::string>& candidates);

// "did you mean 'x'?" or "" when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

// "32KiB", "16K" (1024), "20kB" (1000), "20000" -> bytes. Throws bad_option naming `option`.
int64_t parse_size(std::string_view text, std::string_view option);

// "48MHz", "1.5 MHz", "32kHz", "800000" -> Hz. Throws bad_option naming `option`.
double parse_frequency(const std::string& text, const std::string& option);

// 18841 -> "18 841"; the separator is a thin ASCII space so that columns line up.
std::string grouped(int64_t number);

// 18841 -> "18.4 KiB", 900 -> "900 B".
std::string human_size(int64_t bytes);

// A C identifier made of `text`: other characters become _, a leading digit gets one before it.
std::string identifier(std::string_view text);

std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);

// The same number on every machine, and exactly the float when read back ("0.1", "1e-05").
std::string shortest(float value);

}  // namespace mote
