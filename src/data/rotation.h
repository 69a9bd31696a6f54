// SPDX-License-Identifier: Apache-2.0
// Turns of three axes in space.
#pragma once

#include <array>
#include <cmath>

namespace mote {

using Vector3 = std::array<double, 3>;

// A 3 x 3 matrix whose rows are orthogonal unit vectors.
struct Rotation {
  std::array<Vector3, 3> rows;

  Vector3 apply(const Vector3& v) const {
    Vector3 turned;
    for (size_t i = 0; i < 3; i++) {
      turned[i] = rows[i][0] * v[0] + rows[i][1] * v[1] + rows[i][2] * v[2];
    }
    return turned;
  }
};

// Turns about x, then y, then z, by angles in rad.
inline Rotation turn(double x, double y, double z) {
  const double cx = std::cos(x), sx = std::sin(x);
  const double cy = std::cos(y), sy = std::sin(y);
  const double cz = std::cos(z), sz = std::sin(z);
  return {{{{cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx},
            {sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx},
            {-sy, cy * sx, cy * cx}}}};
}

}  // namespace mote
