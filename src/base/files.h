// SPDX-License-Identifier: Apache-2.0
// Reading whole files, and writing files and folders so that nothing half written ever remains.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace mote {

namespace fs = std::filesystem;

// The whole file. Throws missing_file.
std::string read_file(const fs::path& path);

// `bytes` bytes of it from `offset` on. Throws missing_file, malformed_file (it ends before).
std::string read_file_part(const fs::path& path, uint64_t offset, size_t bytes);

// Writes beside `path`, syncs, then renames over it: `path` has its old or its new content,
// never a part. Creates parent folders. Throws cannot_write (disk full, no permission).
void write_file(const fs::path& path, std::string_view content);

// For long work: throws cannot_write where write_file could not write; changes nothing.
void check_writable(const fs::path& path);

// Replaces folder `path` by one with exactly these files (relative name -> content), all or
// nothing. An existing non-empty folder is replaced only when it holds the file `marker`, so
// that a mistyped path destroys nothing. Throws cannot_write.
void write_folder(const fs::path& path, const std::map<std::string, std::string>& files,
                  const std::string& marker);

// A folder under the system's temporary folder, removed with everything in it on destruction.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace mote
