// SPDX-License-Identifier: Apache-2.0
// Samples from the network: a page for a phone, whose motion sensors it reads, or plain HTTP for
// whatever can POST lines of numbers.
#pragma once

#include <memory>
#include <string>

namespace mote {

class SampleServer {
 public:
  // Listens at once. secure: HTTPS with a certificate made now, without which browsers give a page
  // no sensors. page: what GET / answers; empty: how to post. port 0: any that is free. Throws
  // bad_port.
  SampleServer(int port, bool secure, const std::string& page);
  ~SampleServer();
  SampleServer(const SampleServer&) = delete;
  SampleServer& operator=(const SampleServer&) = delete;

  // Where other machines of the local network find it: "https://192.168.1.5:8443/".
  std::string url() const;

  // What is posted to /samples, byte for byte, as a file to read; it ends when something is posted
  // to /end. The reader closes it.
  int samples() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// "http", "http:8080" or "phone", "phone:8443": the port behind the colon, else `usual`. Throws
// bad_option.
int port_of(const std::string& source, int usual);

// The page that shows what the phone's sensors are (`facts`: JSON, see page/phone.js).
std::string phone_page(const std::string& title, const std::string& facts);

// A QR code of half blocks, dark on light, for terminals; white space around it.
std::string qr_code(const std::string& text);

}  // namespace mote
