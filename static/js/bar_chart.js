/** Draws horizontal bars from the JSON beside the canvas; without the library the page keeps its table. */
const ROW = 19; // px for each body
const FRAME = 80; // px for axis and legend
const LONGEST_LABEL = 9;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const short = (label) => (label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label);

/** The colors of the page, light or dark, into a chart's options. */
function paint({ data, options }, series) {
  const soft = color("--ink-soft");
  data.datasets.forEach((bars, at) => (bars.backgroundColor = color(series[at].tone)));
  const { x, y } = options.scales;
  x.ticks.color = y.ticks.color = x.title.color = options.plugins.legend.labels.color = soft;
  x.grid.color = color("--line");
}

export default function start(figure) {
  if (!window.Chart) return;
  const { labels, series, unit, maximum } = JSON.parse(figure.querySelector("script").textContent);
  const canvas = figure.querySelector("canvas");
  figure.hidden = false;
  canvas.parentElement.style.height = `${labels.length * ROW + FRAME}px`;
  const drawing = {
    type: "bar",
    data: { labels, datasets: series.map(({ label, values }) => ({ label, data: values, stack: "one", maxBarThickness: 14 })) },
    options: {
      animation: false,
      font: { family: color("--font-text") },
      indexAxis: "y",
      maintainAspectRatio: false,
      plugins: { legend: { labels: { boxWidth: 14 } }, tooltip: { callbacks: { label: tip(unit) } } },
      scales: {
        x: { stacked: true, beginAtZero: true, max: maximum ?? undefined, title: { display: true, text: unit }, grid: {}, ticks: {} },
        y: { stacked: true, grid: { display: false }, ticks: { autoSkip: false, callback: (_value, at) => short(labels[at]) } },
      },
    },
  };
  paint(drawing, series);
  const chart = new window.Chart(canvas, drawing);
  const repaint = () => {
    paint({ data: chart.data, options: chart.config.options }, series);
    chart.update();
  };
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

function tip(unit) {
  return ({ dataset, parsed }) => `${dataset.label} ${parsed.x.toLocaleString()} ${unit}`;
}
