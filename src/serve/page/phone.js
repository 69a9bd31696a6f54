// SPDX-License-Identifier: Apache-2.0
// The phone's motion sensors as the samples that a network reads, at its rate: classified here by the
// generated C as WebAssembly (facts.wasm), or sent to the laptop as lines (facts without it). What
// is classified never leaves the phone.
//
// facts: channels [what each is: "acc.x" total acceleration, "body.y" without gravity, "gyro.z"],
// rate in Hz; to classify wasm (base64), steps, classes, scale, zero, is_signed; to send label.
"use strict";
(function (global) {
  const GRAVITY = 9.80665, DEGREE = Math.PI / 180;

  // One event in g and rad/s, in the order of the channels. Apple's axes of force point the other way.
  function sampleOf(event, channels, isApple) {
    const sign = isApple ? -1 : 1;
    const total = event.accelerationIncludingGravity, body = event.acceleration, turn = event.rotationRate;
    const vectors = {
      acc: { x: sign * total.x / GRAVITY, y: sign * total.y / GRAVITY, z: sign * total.z / GRAVITY },
      body: body ? { x: sign * body.x / GRAVITY, y: sign * body.y / GRAVITY, z: sign * body.z / GRAVITY } : null,
      gyro: turn && turn.alpha !== null ? { x: turn.alpha * DEGREE, y: turn.beta * DEGREE, z: turn.gamma * DEGREE } : null,
    };
    return channels.map((channel) => {
      const [sensor, axis] = channel.split(".");
      if (!vectors[sensor]) throw new Error(`this phone has no ${sensor === "gyro" ? "gyroscope" : "sensor"}`);
      return vectors[sensor][axis];
    });
  }

  // Straight lines between events; gap() where none came for a while.
  function resampler(rate, give, gap) {
    let before = null, next = 0;
    return (time, sample) => {
      if (before && time - before.time > 0.5) {
        gap();
        before = null;
      }
      if (!before) next = time;
      for (; next <= time; next += 1 / rate) {
        const share = before ? (next - before.time) / (time - before.time || 1) : 1;
        give(sample.map((value, i) => (before ? before.sample[i] + share * (value - before.sample[i]) : value)));
      }
      before = { time, sample };
    };
  }

  function sharesOf(stored, facts) {
    const real = stored.map((value) => facts.scale * (value - facts.zero));
    const sum = real.reduce((a, b) => a + b, 0);
    if (Math.min(...real) >= 0 && Math.abs(sum - 1) < 0.1) return real.map((value) => value / sum);
    const most = Math.max(...real), powers = real.map((value) => Math.exp(value - most));
    const all = powers.reduce((a, b) => a + b, 0);
    return powers.map((value) => value / all);
  }

  // Windows of samples, one every half window, through the network.
  async function classifier(facts, show) {
    const code = Uint8Array.from(atob(facts.wasm), (letter) => letter.charCodeAt(0));
    const net = (await WebAssembly.instantiate(code, {})).instance.exports;
    const width = facts.channels.length, Stored = facts.is_signed ? Int8Array : Uint8Array;
    let samples = [];
    return {
      give(sample) {
        samples.push(...sample);
        if (samples.length < facts.steps * width) return;
        net.begin();
        new Float32Array(net.memory.buffer, net.input(), samples.length).set(samples);
        net.run();
        const stored = Array.from(new Stored(net.memory.buffer, net.output(), facts.classes.length));
        show(sharesOf(stored, facts), stored);
        samples = samples.slice(Math.ceil(facts.steps / 2) * width);
      },
      gap() { samples = []; },
    };
  }

  // Lines to the laptop, some at a time, in order.
  function sender(post, count, fail = () => {}) {
    let lines = [], sent = Promise.resolve();
    const flush = () => {
      if (lines.length === 0) return sent;
      const text = lines.join("\n") + "\n", more = lines.length;
      lines = [];
      sent = sent.then(() => post("/samples", text)).then(() => count(more));
      return sent;
    };
    return {
      give(sample) {
        lines.push(sample.map((value) => value.toPrecision(6)).join(","));
        if (lines.length >= 25) flush().catch((problem) => fail(problem));
      },
      gap() { lines.push(""); },
      end() { return flush().then(() => post("/end", "")); },
    };
  }

  global.motePhone = { sampleOf, resampler, classifier, sender };
  if (typeof document === "undefined") return;

  const facts = JSON.parse(document.getElementById("facts").textContent);
  const at = (id) => document.getElementById(id);
  const isApple = /iPhone|iPad/.test(navigator.userAgent) ||
    (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);

  function showShares(shares) {
    const best = shares.indexOf(Math.max(...shares));
    at("class").textContent = facts.classes[best];
    at("bars").replaceChildren(...shares.map((share, i) => {
      const row = document.createElement("div"), name = document.createElement("div");
      const bar = document.createElement("div"), fill = document.createElement("span");
      name.textContent = facts.classes[i];
      bar.className = "bar";
      fill.style.width = (100 * share).toFixed(0) + "%";
      bar.append(fill);
      row.append(name, bar, (100 * share).toFixed(0) + " %");
      return row;
    }));
  }

  async function start() {
    at("start").disabled = true;
    at("start").textContent = "Running";
    const ask = global.DeviceMotionEvent && DeviceMotionEvent.requestPermission;
    if (ask && await ask.call(DeviceMotionEvent) !== "granted") throw new Error("the sensors may not be read");
    if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => {});
    let sent = 0;
    const post = (path, body) => fetch(path, { method: "POST", body }).then((answer) => {
      if (!answer.ok) throw new Error("the laptop has stopped listening");
    });
    const failed = (problem) => {
      global.removeEventListener("devicemotion", listen);
      at("state").textContent = problem.message;
    };
    const sink = facts.wasm ? await classifier(facts, showShares)
      : sender(post, (more) => { at("state").textContent = `${sent += more} samples sent`; }, failed);
    const take = resampler(facts.rate, sink.give, sink.gap);
    let seen = false;
    const listen = (event) => {
      if (!event.accelerationIncludingGravity || event.accelerationIncludingGravity.x === null) return;
      seen = true;
      try {
        take(event.timeStamp / 1000, sampleOf(event, facts.channels, isApple));
      } catch (problem) {
        at("state").textContent = problem.message;
      }
    };
    global.addEventListener("devicemotion", listen);
    setTimeout(() => { if (!seen) at("state").textContent = "no motion sensor answers"; }, 2000);
    if (facts.wasm) return;
    at("class").textContent = facts.label;
    at("start").textContent = "Stop";
    at("start").disabled = false;
    at("start").onclick = () => {
      global.removeEventListener("devicemotion", listen);
      at("start").disabled = true;
      sink.end().then(() => { at("state").textContent += ", done"; }).catch(failed);
    };
  }

  at("start").onclick = () => start().catch((problem) => { at("state").textContent = problem.message; });
})(globalThis);
