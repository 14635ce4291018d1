/**
 * Reads QR codes away from the page, so that the picture never stutters. A module worker.
 * In:  {wasm} once, then {id, image} with an ImageBitmap or ImageData.   Out: {id, text} with text null for "nothing".
 */
import { prepareZXingModule, readBarcodes } from "../vendor/zxing/reader/index.js";

const LONGEST = 1280; // px; more costs time and reads no better
const OPTIONS = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 };
let canvas;

function pixelsOf(image) {
  if (image instanceof ImageData) return image;
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  if (!canvas || canvas.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0, width, height);
  image.close();
  return pen.getImageData(0, 0, width, height);
}

self.addEventListener("message", async ({ data }) => {
  if (data.wasm) {
    // without locateFile the library would ask a public CDN
    prepareZXingModule({ overrides: { locateFile: () => data.wasm } });
    return;
  }
  let text = null;
  let fault = null;
  try {
    const [found] = await readBarcodes(pixelsOf(data.image), OPTIONS);
    text = found?.isValid && found.text ? found.text : null;
  } catch (error) {
    fault = String(error);
  }
  self.postMessage({ id: data.id, text, fault });
});
