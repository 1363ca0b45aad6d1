"use strict";
// Draws what stands in the table under it: without this the table says the same.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const MOST = 15;
  const words = (kind, value, places = 1) => {
    if (kind === "share") { return `${(value * 100).toFixed(places)}%`; }
    if (kind === "hours") { return `${value.toFixed(places)}小时`; }
    return String(value);
  };
  // Each bar or point says its own number.
  const direct = {
    id: "direct",
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const lying = chart.options.indexAxis === "y";
      ctx.save();
      ctx.fillStyle = colour("--text");
      ctx.font = `12px ${getComputedStyle(document.body).fontFamily}`;
      ctx.textBaseline = "middle";
      chart.data.datasets.forEach((set, at) => {
        chart.getDatasetMeta(at).data.forEach((element, index) => {
          if (set.data[index] === null) { return; }
          ctx.textAlign = lying ? "left" : "center";
          ctx.fillText(words(set.kind, set.data[index]), element.x + (lying ? 6 : 0), element.y - (lying ? 0 : 14));
        });
      });
      ctx.restore();
    },
  };
  const numbers = (rows, column) => rows.map((row) => {
    const { value } = row.cells[column].dataset;
    return value === undefined || value === "" ? null : Number(value);
  });
  const draw = (box) => {
    const table = document.getElementById(box.dataset.table);
    const rows = [...table.tBodies[0].rows].slice(0, MOST);
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const { kind } = box.dataset;
    const lying = box.dataset.draw === "bar";
    const shades = [colour("--accent"), colour("--second-series")];
    const columns = box.dataset.series.split(",").map(Number);
    box.hidden = false;
    if (lying) { box.style.height = `${36 + rows.length * (columns.length * 20 + 10)}px`; }
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true"); // the table says the same
    box.append(canvas);
    const ink = { color: colour("--second"), font: { family: getComputedStyle(document.body).fontFamily, size: 13 } };
    const scale = {
      beginAtZero: true, grid: { color: colour("--line") }, grace: kind === "share" ? 0 : "12%",
      ticks: { ...ink, precision: kind === "count" ? 0 : undefined, callback: (value) => words(kind, Number(value), 0) },
      max: kind === "share" ? 1 : undefined,
    };
    const names = { offset: true, grid: { display: false }, ticks: { ...ink, color: colour("--text"), autoSkip: !lying } };
    return new window.Chart(canvas, {
      type: box.dataset.draw,
      plugins: [direct],
      data: {
        labels: rows.map((row) => row.cells[0].textContent),
        datasets: columns.map((column, at) => ({
          label: heads[column], kind, data: numbers(rows, column), backgroundColor: shades[at],
          borderColor: shades[at], maxBarThickness: 18, pointRadius: 4, tension: 0,
        })),
      },
      options: {
        indexAxis: lying ? "y" : "x", animation: false, responsive: true, maintainAspectRatio: false,
        layout: { padding: { right: lying ? 64 : 16, top: lying ? 0 : 22 } },
        plugins: {
          legend: { display: columns.length > 1, align: "start", labels: { ...ink, boxWidth: 12 } },
          tooltip: { callbacks: { label: (item) => `${item.dataset.label} ${words(kind, item.raw)}` } },
        },
        scales: lying ? { x: scale, y: names } : { x: names, y: scale },
      },
    });
  };
  let drawn = [];
  const drawAll = () => {
    drawn.forEach((chart) => chart.destroy());
    const boxes = [...document.querySelectorAll(".chart[data-table]")];
    boxes.forEach((box) => box.replaceChildren());
    drawn = boxes.map(draw);
  };
  if (window.Chart) {
    drawAll();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  }
})();
