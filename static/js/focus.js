/** Brings the list of faults into view and to the screen reader as soon as the page is there. */
export default function start(element) {
  element.focus();
}
