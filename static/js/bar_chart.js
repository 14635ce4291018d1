/** Draws horizontal bars from the JSON beside the canvas; without the library the page keeps its table. */
const ROW = 26; // px for each body
const FRAME = 80; // px for axis and legend
const LONGEST_LABEL = 11;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const short = (label) => (label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label);

function paint(chart, series) {
  chart.data.datasets.forEach((bars, at) => (bars.backgroundColor = color(series[at].tone)));
  const { x, y } = chart.options.scales;
  for (const axis of [x, y]) axis.ticks.color = color("--ink-soft");
  x.title.color = chart.options.plugins.legend.labels.color = color("--ink-soft");
  x.grid.color = color("--line");
  chart.update("none");
}

export default function start(figure) {
  if (!window.Chart) return;
  const { labels, series, unit, maximum } = JSON.parse(figure.querySelector("script").textContent);
  const canvas = figure.querySelector("canvas");
  figure.hidden = false;
  canvas.parentElement.style.height = `${labels.length * ROW + FRAME}px`;
  const chart = new window.Chart(canvas, {
    type: "bar",
    data: { labels, datasets: series.map(({ label, values }) => ({ label, data: values, stack: "one", maxBarThickness: 18 })) },
    options: {
      animation: false,
      font: { family: color("--font-text") },
      indexAxis: "y",
      maintainAspectRatio: false,
      plugins: { legend: { display: series.length > 1, labels: {} }, tooltip: { callbacks: { label: tip(unit) } } },
      scales: {
        x: { stacked: true, beginAtZero: true, max: maximum ?? undefined, title: { display: true, text: unit }, grid: {}, ticks: {} },
        y: { stacked: true, grid: { display: false }, ticks: { autoSkip: false, callback: (_value, at) => short(labels[at]) } },
      },
    },
  });
  paint(chart, series);
  new MutationObserver(() => paint(chart, series)).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

function tip(unit) {
  return ({ dataset, parsed }) => `${dataset.label} ${parsed.x.toLocaleString()} ${unit}`;
}
