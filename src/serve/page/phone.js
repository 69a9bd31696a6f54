// SPDX-License-Identifier: Apache-2.0
// The phone's motion sensors or its microphone as the samples that a network reads, at its rate:
// classified here by the generated C as WebAssembly (facts.wasm), or sent to the laptop as lines
// (facts without it). What is classified never leaves the phone.
//
// facts: channels [what each is: "acc.x" total acceleration, "body.y" without gravity, "gyro.z",
// "sound"], rate in Hz; to classify what moteNetwork() takes, and steps; to send label.
"use strict";
(function (global) {
  const GRAVITY = 9.80665, DEGREE = Math.PI / 180;
  // A low pass of eighth order: the decibels of resonance of its four sections.
  const BUTTERWORTH = [0.5098, 0.6013, 0.9000, 2.5629].map((q) => 20 * Math.log10(q));
  // Hands on the sound, block by block.
  const BLOCKS = `registerProcessor("blocks", class extends AudioWorkletProcessor {
    process([[block]]) {
      if (block) this.port.postMessage(block);
      return true;
    }
  });`;

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

  // Windows of samples, one every half window, through the network.
  async function classifier(facts, show) {
    const net = await moteNetwork(facts), width = facts.channels.length;
    let samples = [];
    return {
      give(sample) {
        samples.push(...sample);
        if (samples.length < facts.steps * width) return;
        const stored = net.run(samples);
        show(net.shares(stored), stored, samples);
        samples = samples.slice(Math.ceil(facts.steps / 2) * width);
      },
      gap() { samples = []; },
    };
  }

  // Lines to the laptop, some at a time, in order.
  function sender(some, post, count, fail = () => {}) {
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
        if (lines.length >= some) flush().catch((problem) => fail(problem));
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
  const hears = facts.channels[0] === "sound";

  function showShares(shares, stored, window) {
    if (hears) at("state").textContent = levelOf(window);
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

  // Decibels below the loudest there is.
  function levelOf(window) {
    const power = window.reduce((sum, count) => sum + count * count, 0) / window.length;
    return power === 0 ? "silence" : `${(10 * Math.log10(power / 32768 ** 2)).toFixed(0)} dB`;
  }

  // Both ask first, as browsers want it of a finger's touch; then call give(sample) and gap() of what
  // will be there, at the network's rate, and give what ends it.
  async function feel(ready) {
    const ask = global.DeviceMotionEvent && DeviceMotionEvent.requestPermission;
    if (ask && await ask.call(DeviceMotionEvent) !== "granted") throw new Error("the sensors may not be read");
    const { give, gap } = await ready, take = resampler(facts.rate, give, gap);
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
    return () => global.removeEventListener("devicemotion", listen);
  }

  async function hear(ready) {
    const plain = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const context = new AudioContext();
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: plain });
    const worklet = URL.createObjectURL(new Blob([BLOCKS], { type: "text/javascript" }));
    await context.audioWorklet.addModule(worklet);
    let last = context.createMediaStreamSource(microphone);
    for (const Q of context.sampleRate > facts.rate ? BUTTERWORTH : []) {
      last = last.connect(new BiquadFilterNode(context, { type: "lowpass", frequency: 0.42 * facts.rate, Q }));
    }
    const blocks = new AudioWorkletNode(context, "blocks", { numberOfOutputs: 0 });
    const { give, gap } = await ready, take = resampler(facts.rate, (sample) => give(sample.map(moteCount)), gap);
    let heard = 0;
    blocks.port.onmessage = ({ data }) => data.forEach((value) => take(heard++ / context.sampleRate, [value]));
    last.connect(blocks);
    await context.resume();
    return () => {
      context.close();
      microphone.getTracks().forEach((track) => track.stop());
    };
  }

  async function start() {
    at("start").disabled = true;
    at("start").textContent = "Running";
    if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => {});
    let sent = 0, stop = () => {};
    const post = (path, body) => fetch(path, { method: "POST", body }).then((answer) => {
      if (!answer.ok) throw new Error("the laptop has stopped listening");
    });
    const failed = (problem) => {
      stop();
      at("state").textContent = problem.message;
    };
    const ready = facts.wasm ? classifier(facts, showShares)
      : sender(Math.ceil(facts.rate / 2), post, (more) => { at("state").textContent = `${sent += more} samples sent`; }, failed);
    stop = await (hears ? hear : feel)(ready);
    if (facts.wasm) return;
    const sink = await ready;
    at("class").textContent = facts.label;
    at("start").textContent = "Stop";
    at("start").disabled = false;
    at("start").onclick = () => {
      stop();
      at("start").disabled = true;
      sink.end().then(() => { at("state").textContent += ", done"; }).catch(failed);
    };
  }

  at("start").onclick = () => start().catch((problem) => {
    at("state").textContent = problem.message;
    at("start").textContent = "Start";
    at("start").disabled = false;
  });
})(globalThis);
