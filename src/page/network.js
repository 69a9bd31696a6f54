// SPDX-License-Identifier: Apache-2.0
// A network as WebAssembly (facts.wasm, base64), in every page that runs one. facts.input and
// facts.output: f32, s16, s8 or u8, the numbers it reads and gives; outputs are scale * (stored - zero).
"use strict";
(function (global) {
  const TYPES = { f32: Float32Array, s16: Int16Array, s8: Int8Array, u8: Uint8Array };

  function bytesOf(base64) {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  }

  async function moteNetwork(facts) {
    const net = (await WebAssembly.instantiate(bytesOf(facts.wasm), {})).instance.exports;
    const Input = TYPES[facts.input], Output = TYPES[facts.output];
    return {
      // One window through it: stored outputs.
      run(window) {
        net.begin();
        new Input(net.memory.buffer, net.input(), window.length).set(window);
        net.run();
        return Array.from(new Output(net.memory.buffer, net.output(), facts.classes.length));
      },
      // Probabilities of stored outputs.
      shares(stored) {
        const real = stored.map((value) => facts.scale * (value - facts.zero));
        const sum = real.reduce((a, b) => a + b, 0);
        if (Math.min(...real) >= 0 && Math.abs(sum - 1) < 0.1) return real.map((value) => value / sum);
        const most = Math.max(...real), powers = real.map((value) => Math.exp(value - most));
        const all = powers.reduce((a, b) => a + b, 0);
        return powers.map((value) => value / all);
      },
    };
  }

  // Sound of a browser (-1 to 1) as the network reads it.
  function countOf(sample) {
    return Math.max(-32768, Math.min(32767, Math.round(32768 * sample)));
  }

  Object.assign(global, { moteNetwork, moteBytes: bytesOf, moteCount: countOf });
})(globalThis);
