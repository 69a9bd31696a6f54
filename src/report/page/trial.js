// SPDX-License-Identifier: Apache-2.0
// The network in the page: windows that it brings along, or that are dropped on it, through the
// generated C as WebAssembly. data-exact says whether the outputs are the host's, byte for byte.
"use strict";
(function () {
  const COLORS = ["#2a9d6f", "#d9822b", "#4c78c9", "#c8494b", "#8e63b8", "#7f7f7f", "#b5a12c", "#3fa7c4"];

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function shapes(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // One line for each channel.
  function drawing(window, data) {
    const low = Math.min(...window), high = Math.max(...window), height = 160, width = 640;
    const svg = shapes("svg", { viewBox: `0 0 ${width} ${height}`, class: "window" });
    for (let c = 0; c < data.channels.length; c++) {
      const points = [];
      for (let t = 0; t < data.steps; t++) {
        const value = window[t * data.channels.length + c];
        points.push(`${(t / (data.steps - 1) * width).toFixed(1)},` +
                    `${(4 + (high - value) / (high - low || 1) * (height - 8)).toFixed(1)}`);
      }
      const line = shapes("polyline", { points: points.join(" "), fill: "none", "stroke-width": 1.5,
                                        stroke: COLORS[c % COLORS.length] });
      const title = shapes("title", {});
      title.textContent = data.channels[c];
      line.append(title);
      svg.append(line);
    }
    return svg;
  }

  // Probabilities of stored outputs.
  function shares(output, data) {
    const real = output.map((stored) => data.scale * (stored - data.zero));
    const sum = real.reduce((a, b) => a + b, 0);
    if (Math.min(...real) >= 0 && Math.abs(sum - 1) < 0.1) return real.map((value) => value / sum);
    const most = Math.max(...real), powers = real.map((value) => Math.exp(value - most));
    const all = powers.reduce((a, b) => a + b, 0);
    return powers.map((value) => value / all);
  }

  function bars(output, data) {
    const list = element("div", { class: "bars" });
    shares(output, data).forEach((share, i) => {
      const fill = element("span", { style: `width:${(100 * share).toFixed(1)}%` });
      list.append(element("div", {}, data.classes[i]), element("div", { class: "bar" }, fill),
                  element("div", {}, (100 * share).toFixed(0) + " %"));
    });
    return list;
  }

  // The last rows of a table of numbers; columns in front that are too many are no channels.
  function windowOf(text, data) {
    const width = data.channels.length, rows = [];
    for (const line of text.split("\n")) {
      const numbers = line.split(/[,;\t ]+/).filter((word) => word !== "").map(Number);
      if (numbers.length >= width && numbers.every(Number.isFinite)) rows.push(numbers.slice(-width));
    }
    if (rows.length < data.steps) {
      throw new Error(`${rows.length} rows of ${width} numbers, a window has ${data.steps}`);
    }
    return rows.slice(-data.steps).flat();
  }

  async function start(place) {
    const data = JSON.parse(place.querySelector("script").textContent);
    const code = Uint8Array.from(atob(data.wasm), (letter) => letter.charCodeAt(0));
    const net = (await WebAssembly.instantiate(code, {})).instance.exports;
    const Stored = data.is_signed ? Int8Array : Uint8Array;
    const run = (window) => {
      net.begin();
      new Float32Array(net.memory.buffer, net.input(), window.length).set(window);
      const begin = performance.now();
      net.run();
      const took = performance.now() - begin;
      return { output: Array.from(new Stored(net.memory.buffer, net.output(), data.classes.length)), took };
    };
    const exact = data.samples.every((sample) => String(run(sample.x).output) === String(sample.y));
    const view = element("div");
    const show = (window, name) => {
      const { output, took } = run(window);
      view.replaceChildren(drawing(window, data), bars(output, data),
                           element("p", {}, `${name}: ${took.toFixed(1)} ms in this browser`));
    };
    const choice = element("select", { "aria-label": "sample" });
    data.samples.forEach((sample, i) => choice.append(element("option", { value: i }, sample.name)));
    choice.addEventListener("change", () => {
      const sample = data.samples[choice.value];
      show(sample.x, sample.name);
    });
    const take = async (file) => {
      try {
        show(windowOf(await file.text(), data), file.name);
      } catch (problem) {
        view.replaceChildren(element("p", {}, `${file.name}: ${problem.message}`));
      }
    };
    const input = element("input", { type: "file", accept: ".csv,.txt" });
    input.addEventListener("change", () => take(input.files[0]));
    const area = element("div", { class: "drop" }, element("label", {}, "Sample ", choice), " ",
                         element("label", {}, "or drop a window here, a CSV table: ", input));
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer.files[0]);
    });
    place.append(area, view);
    show(data.samples[0].x, data.samples[0].name);
    place.dataset.exact = exact ? "yes" : "no";
  }

  for (const place of document.querySelectorAll(".trial")) {
    start(place).catch((problem) => {
      place.dataset.exact = "no";
      place.append("the network could not be started here: " + problem.message);
    });
  }
})();
