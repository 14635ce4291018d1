/**
 * <img data-behavior="rotating_code" data-address data-secret data-step-seconds>: every half minute another code, made
 * here with the secret of this ticket, so that it goes on without network. Format: docs/ticket-code.md.
 */
import { rightNow } from "./moment.js";
import { picture } from "./qr_code.js";

const STEP_BYTES = 3;
const PROOF_BYTES = 6;

export default async function start(image) {
  const { address, secret, stepSeconds } = image.dataset;
  if (!crypto.subtle) return; // plain http: the picture of the server is good for a minute after loading
  const key = await crypto.subtle.importKey("raw", bytesOf(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  let shown = null;

  async function show() {
    const step = Math.floor(rightNow() / 1000 / Number(stepSeconds)) % 2 ** (8 * STEP_BYTES);
    if (step === shown) return;
    shown = step;
    const number = new Uint8Array([step >> 16, step >> 8, step]);
    const proof = new Uint8Array(await crypto.subtle.sign("HMAC", key, number)).slice(0, PROOF_BYTES);
    const part = btoa(String.fromCharCode(...number, ...proof)).replaceAll("+", "-").replaceAll("/", "_");
    image.src = picture(`${address}?r=${part}`);
    image.dataset.step = step;
  }

  await show();
  setInterval(show, 1000);
}

function bytesOf(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
