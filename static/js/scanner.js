/**
 * The check-in page: camera, photo or typed code → one POST → one big answer.
 * The key is made once a scan and sent again with each retry, so a lost answer never checks anybody in twice.
 */
import { makeReader, offerTorch, openCamera, pictureOf, watch } from "./camera.js";
import { readySound, signal } from "./signals.js";

const QUIET_MS = 5000; // the same code is not sent again sooner
const GONE_MS = 1500; // unseen for so long: it has left the picture
const RETRIES_MS = [800, 2500];
const TIMEOUT_MS = 8000;
const SYMBOLS = { success: "✓", warning: "!", danger: "✕" };
const HISTORY = 8;

/** Random and never repeated; randomUUID is missing where the page came without https. */
const newKey = () =>
  crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function toneOf(answer) {
  if (SYMBOLS[answer.tone]) return answer.tone;
  if (answer.ok) return answer.verdict === "already" ? "warning" : "success";
  return answer.verdict === "already" ? "warning" : "danger";
}

export default function start(section) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  const words = JSON.parse(section.dataset.words);
  const status = part("scanner-status");
  let isBusy = false;
  let last = { text: null, sentAt: 0, seenAt: 0 };

  function show(tone, { title, name = "", detail = "" }) {
    status.dataset.tone = tone;
    part("symbol").textContent = SYMBOLS[tone] || "";
    part("title").textContent = title;
    part("name").textContent = name;
    part("detail").textContent = detail;
  }

  function remember(tone, { title, name }, code) {
    const line = document.createElement("li");
    const cells = { time: new Date().toTimeString().slice(0, 5), span: name || code, b: title };
    for (const [tag, text] of Object.entries(cells)) line.append(Object.assign(document.createElement(tag), { textContent: text }));
    line.lastChild.className = "history-title";
    line.dataset.tone = tone;
    const history = part("scanner-history");
    history.prepend(line);
    while (history.children.length > HISTORY) history.lastChild.remove();
  }

  function count(counts) {
    for (const [name, value] of Object.entries(counts || {})) {
      const place = section.querySelector(`[data-count="${name}"]`);
      if (place && value !== null) place.textContent = value;
    }
  }

  async function post(body) {
    const response = await fetch(section.dataset.postUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": section.dataset.csrf },
      body,
      signal: AbortSignal.timeout?.(TIMEOUT_MS),
    });
    const answer = await response.json(); // not JSON: a sign-in page or a broken proxy, worth another try
    return answer.title ? answer : { ok: false, title: answer.message || words.offline };
  }

  async function postPatiently(body) {
    for (const wait of [...RETRIES_MS, null]) {
      try {
        return await post(body);
      } catch {
        if (wait !== null) await pause(wait);
      }
    }
    return { ok: false, title: words.offline, detail: words.offline_detail };
  }

  async function admit(code) {
    if (isBusy) return;
    isBusy = true;
    show("waiting", { title: words.sending });
    const answer = await postPatiently(JSON.stringify({ code, key: newKey(), scanned_at: new Date().toISOString() }));
    const tone = toneOf(answer);
    show(tone, answer);
    signal(tone);
    remember(tone, answer, code);
    count(answer.counts);
    isBusy = false;
    last.sentAt = Date.now();
  }

  function see(text) {
    const now = Date.now();
    const isFresh = text !== last.text || (now - last.sentAt > QUIET_MS && now - last.seenAt > GONE_MS);
    const isTaken = isFresh && !isBusy;
    last = { text: isTaken ? text : last.text, sentAt: isTaken ? now : last.sentAt, seenAt: now };
    if (isTaken) admit(text);
  }

  const reader = () => (reader.read ??= makeReader(section.dataset.workerUrl, section.dataset.wasmUrl));

  async function begin() {
    part("scanner-start").hidden = true;
    const begun = Date.now();
    // what the camera says never covers the answer to a code that was typed meanwhile
    const tell = (tone, title) => isBusy || last.sentAt > begun || show(tone, { title });
    tell("waiting", words.starting);
    const video = part("scanner-video");
    try {
      part("scanner-view").hidden = false;
      const stream = await openCamera(video);
      offerTorch(part("scanner-torch"), stream);
      navigator.wakeLock?.request("screen").catch(() => {});
      tell("waiting", words.waiting);
      await watch(video, stream, reader(), see);
    } catch (error) {
      video.srcObject?.getTracks().forEach((track) => track.stop());
      part("scanner-view").hidden = true;
      part("scanner-start").hidden = false;
      tell("warning", error.name === "NotAllowedError" ? words.denied : words.unsupported);
    }
  }

  async function readPhoto(event) {
    const [file] = event.target.files;
    event.target.value = "";
    const text = file && (await reader()(await pictureOf(file)).catch(() => null));
    if (text) admit(text);
    else if (file) show("warning", { title: words.unreadable });
  }

  function sendTyped(event) {
    event.preventDefault();
    const input = event.target.elements.code;
    const code = input.value.trim();
    if (code) admit(code);
    input.value = "";
  }

  readySound();
  part("scanner-photo").hidden = false;
  part("scanner-photo").querySelector("input").addEventListener("change", readPhoto);
  part("scanner-start").addEventListener("click", begin);
  part("scanner-typed").addEventListener("submit", sendTyped);
  if (navigator.mediaDevices?.getUserMedia) begin();
  else show("warning", { title: words.unsupported });
}
