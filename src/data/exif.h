// SPDX-License-Identifier: Apache-2.0
// How a camera was held.
#pragma once

#include <string_view>

namespace mote {

// What a JPEG file's Exif data say of that, 1 (upright) to 8; 1 where they say nothing that makes
// sense. (Exif 2.3, JEITA CP-3451C, tag Orientation.)
int exif_orientation(std::string_view jpeg);

// Orientations from here on lie: height and width change places.
constexpr int kFirstLying = 5;

}  // namespace mote
