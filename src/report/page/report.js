// SPDX-License-Identifier: Apache-2.0
// Draws every plot of the page; each says in data-drawn whether that went well.
"use strict";
(function () {
  const axis = { labelColor: "currentColor", titleColor: "currentColor", domainColor: "#8888",
                 tickColor: "#8888", gridColor: "#8883", labelFontSize: 12, titleFontSize: 12,
                 titleFontWeight: "normal", labelLimit: 200 };
  const config = {
    background: null, font: "system-ui, sans-serif", view: { stroke: null }, axis,
    legend: { labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 12,
              titleFontSize: 12, labelLimit: 240 },
    header: { labelColor: "currentColor", titleColor: "currentColor" },
    title: { color: "currentColor" }, text: { color: "currentColor" },
    range: { category: ["#2a9d6f", "#d9822b", "#4c78c9", "#c8494b", "#8e63b8", "#7f7f7f",
                        "#b5a12c", "#3fa7c4"] }
  };
  for (const element of document.querySelectorAll(".plot")) {
    const spec = JSON.parse(element.querySelector("script").textContent);
    const fail = (error) => {
      element.dataset.drawn = "no";
      element.append("this plot could not be drawn: " + error.message);
    };
    if (spec.width === "container") spec.autosize = { type: "fit-x", contains: "padding" };
    try {
      const compiled = vegaLite.compile(spec, { config }).spec;
      new vega.View(vega.parse(compiled), { renderer: "svg", container: element, hover: true })
        .runAsync().then(() => { element.dataset.drawn = "yes"; }, fail);
    } catch (error) {
      fail(error);
    }
  }
})();
