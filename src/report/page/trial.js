// SPDX-License-Identifier: Apache-2.0
// The network in the page: windows, sounds or images that it brings along, or that are dropped on it,
// through the generated C as WebAssembly. data-exact says whether the outputs are the host's, byte for byte.
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
  function lines(window, data) {
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

  // From the least to the most of each moment.
  function waveform(window) {
    const height = 160, width = 640;
    const most = window.reduce((found, value) => Math.max(found, Math.abs(value)), 1);
    const y = (value) => (height / 2 - value / most * (height / 2 - 4)).toFixed(1);
    let path = "";
    for (let x = 0; x < width; x++) {
      const some = window.slice(Math.floor(x * window.length / width),
                                Math.max(Math.floor((x + 1) * window.length / width),
                                         Math.floor(x * window.length / width) + 1));
      path += `M${x} ${y(Math.max(...some))}V${y(Math.min(...some) - most / height)}`;
    }
    const svg = shapes("svg", { viewBox: `0 0 ${width} ${height}`, class: "window" });
    svg.append(shapes("path", { d: path, stroke: COLORS[0] }));
    return svg;
  }

  function play(window, data) {
    const context = new AudioContext(), sound = context.createBuffer(1, window.length, data.rate);
    sound.copyToChannel(Float32Array.from(window, (count) => count / 32768), 0);
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.onended = () => context.close();
    source.start();
  }

  function hearable(window, data) {
    const button = element("button", { type: "button" }, "Play");
    button.addEventListener("click", () => play(window, data));
    return element("div", {}, waveform(window), button);
  }

  // From the least number, black, to the most.
  function picture(window, data) {
    const [height, width, depth] = data.shape;
    const low = Math.min(...window), high = Math.max(...window);
    const canvas = element("canvas", { width, height, class: "picture" });
    const context = canvas.getContext("2d"), pixels = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) {
        const value = window[i * depth + Math.min(c, depth - 1)];
        pixels.data[4 * i + c] = 255 * (value - low) / (high - low || 1);
      }
      pixels.data[4 * i + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
    return canvas;
  }

  function bars(shares, data) {
    const list = element("div", { class: "bars" });
    shares.forEach((share, i) => {
      const fill = element("span", { style: `width:${(100 * share).toFixed(1)}%` });
      list.append(element("div", {}, data.classes[i]), element("div", { class: "bar" }, fill),
                  element("div", {}, (100 * share).toFixed(0) + " %"));
    });
    return list;
  }

  // The last rows of a table of numbers; columns in front that are too many are no channels.
  async function rowsOf(file, data) {
    const width = data.channels.length, rows = [];
    for (const line of (await file.text()).split("\n")) {
      const numbers = line.split(/[,;\t ]+/).filter((word) => word !== "").map(Number);
      if (numbers.length >= width && numbers.every(Number.isFinite)) rows.push(numbers.slice(-width));
    }
    if (rows.length < data.steps) {
      throw new Error(`${rows.length} rows of ${width} numbers, a window has ${data.steps}`);
    }
    return rows.slice(-data.steps).flat();
  }

  // Where the sound is loudest; silence behind a short one.
  async function countsOf(file, data) {
    const decoder = new OfflineAudioContext(1, 1, data.rate);  // decoded sound has its rate
    const counts = Array.from((await decoder.decodeAudioData(await file.arrayBuffer())).getChannelData(0), moteCount);
    const power = [0];
    for (const count of counts) power.push(power[power.length - 1] + count * count);
    let first = 0, most = -1;
    for (let at = 0; at + data.steps <= counts.length; at += Math.ceil(data.rate / 50)) {
      const found = power[at + data.steps] - power[at];
      if (found > most) [first, most] = [at, found];
    }
    const window = counts.slice(first, first + data.steps);
    return window.concat(Array(data.steps - window.length).fill(0));
  }

  // The whole image, at the network's size. Bytes are pixels, real numbers go from 0 to 1.
  async function pixelsOf(file, data) {
    const [height, width, depth] = data.shape, canvas = element("canvas", { width, height });
    const context = canvas.getContext("2d");
    context.drawImage(await createImageBitmap(file), 0, 0, width, height);
    const { data: bytes } = context.getImageData(0, 0, width, height), window = [];
    const stored = (byte) => (data.input === "f32" ? byte / 255 : data.input === "s8" ? Math.round(byte) - 128 : Math.round(byte));
    for (let i = 0; i < bytes.length; i += 4) {
      const [red, green, blue] = bytes.slice(i, i + 3);
      window.push(...(depth === 1 ? [0.299 * red + 0.587 * green + 0.114 * blue] : [red, green, blue]).map(stored));
    }
    return window;
  }

  // What windows of the network are: how they look, and what may be dropped.
  const KINDS = {
    series: { draw: lines, read: rowsOf, what: "a window here, a CSV table", accept: ".csv,.txt" },
    sound: { draw: hearable, read: countsOf, what: "a sound here", accept: "audio/*" },
    image: { draw: picture, read: pixelsOf, what: "an image here", accept: "image/*" },
  };

  function numbersOf(window) {
    return typeof window === "string" ? Array.from(new Int16Array(moteBytes(window).buffer)) : window;
  }

  async function start(place) {
    const data = JSON.parse(place.querySelector("script").textContent);
    const net = await moteNetwork(data), kind = KINDS[data.kind];
    const exact = data.samples.every((sample) => String(net.run(numbersOf(sample.x))) === String(sample.y));
    const view = element("div");
    const show = (window, name) => {
      const begin = performance.now(), output = net.run(window), took = performance.now() - begin;
      view.replaceChildren(kind.draw(window, data), bars(net.shares(output), data),
                           element("p", {}, `${name}: ${took.toFixed(1)} ms in this browser`));
    };
    const choice = element("select", { "aria-label": "sample" });
    data.samples.forEach((sample, i) => choice.append(element("option", { value: i }, sample.name)));
    choice.addEventListener("change", () => {
      const sample = data.samples[choice.value];
      show(numbersOf(sample.x), sample.name);
    });
    const take = async (file) => {
      try {
        show(await kind.read(file, data), file.name);
      } catch (problem) {
        view.replaceChildren(element("p", {}, `${file.name}: ${problem.message}`));
      }
    };
    const input = element("input", { type: "file", accept: kind.accept });
    input.addEventListener("change", () => take(input.files[0]));
    const area = element("div", { class: "drop" }, element("label", {}, "Sample ", choice), " ",
                         element("label", {}, `or drop ${kind.what}: `, input));
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer.files[0]);
    });
    place.append(area, view);
    show(numbersOf(data.samples[0].x), data.samples[0].name);
    place.dataset.exact = exact ? "yes" : "no";
  }

  for (const place of document.querySelectorAll(".trial")) {
    start(place).catch((problem) => {
      place.dataset.exact = "no";
      place.append("the network could not be started here: " + problem.message);
    });
  }
})();
