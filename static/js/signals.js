/** What a volunteer hears and feels, so that eyes can stay on the guest. */
const TONES = { success: [880], warning: [520, 520], danger: [220, 180] };
const PULSES = { success: [60], warning: [60, 80, 60], danger: [250, 100, 250] };
let audio = null;

/** Browsers allow sound only after a touch; the first one anywhere on the page is enough. */
export function readySound() {
  document.addEventListener("pointerdown", () => {
    audio ??= window.AudioContext ? new AudioContext() : null;
    audio?.resume();
  });
}

/** Beep and vibrate for a tone: success, warning or danger. */
export function signal(tone) {
  navigator.vibrate?.(PULSES[tone]);
  if (audio?.state !== "running") return;
  TONES[tone].forEach((pitch, place) => {
    const beep = new OscillatorNode(audio, { frequency: pitch });
    const volume = new GainNode(audio, { gain: 0.2 });
    const begin = audio.currentTime + place * 0.18;
    beep.connect(volume).connect(audio.destination);
    beep.start(begin);
    beep.stop(begin + 0.14);
  });
}
