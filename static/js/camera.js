/** The camera and the reader behind it, without a word about check-in. */
const FRAME_MS = 120;

/** Starts the worker; returns read(image) → Promise of the text or null. */
export function makeReader(workerUrl, wasmUrl) {
  const worker = new Worker(workerUrl, { type: "module" });
  const waiting = new Map();
  let last = 0;
  let isBroken = false;
  worker.postMessage({ wasm: new URL(wasmUrl, location.href).href });
  worker.addEventListener("message", ({ data }) => {
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.fault) reject(new Error(data.fault));
    else resolve(data.text);
  });
  worker.addEventListener("error", () => {
    isBroken = true;
    for (const { reject } of waiting.values()) reject(new Error("worker"));
    waiting.clear();
  });
  return (image) =>
    new Promise((resolve, reject) => {
      if (isBroken) return reject(new Error("worker"));
      last += 1;
      waiting.set(last, { resolve, reject });
      return worker.postMessage({ id: last, image }, [image instanceof ImageData ? image.data.buffer : image]);
    });
}

/** One picture of a video or a file, as the reader wants it; older Safari has no OffscreenCanvas in workers. */
export async function pictureOf(source) {
  if (typeof OffscreenCanvas !== "undefined") return createImageBitmap(source);
  const bitmap = source instanceof Blob ? await createImageBitmap(source) : source;
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.videoWidth || bitmap.width;
  canvas.height = bitmap.videoHeight || bitmap.height;
  const pen = canvas.getContext("2d");
  pen.drawImage(bitmap, 0, 0);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Opens the camera at the back (asked by direction: asking by id fails on some phones) and shows it. */
export async function openCamera(video) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  video.srcObject = stream;
  await video.play(); // without this the picture stays black in in-app browsers of iPhones
  return stream;
}

/** Calls onText for every frame that holds a code, until the stream ends. */
export async function watch(video, stream, read, onText) {
  const track = stream.getVideoTracks()[0];
  while (track.readyState === "live") {
    if (!document.hidden && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const text = await read(await pictureOf(video));
      if (text) onText(text);
    }
    await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
  }
}

/** Shows the torch button where the camera has a light. */
export function offerTorch(button, stream) {
  const track = stream.getVideoTracks()[0];
  if (!track.getCapabilities?.().torch) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    await track.applyConstraints({ advanced: [{ torch: isOn }] });
    button.setAttribute("aria-pressed", String(isOn));
  });
}
