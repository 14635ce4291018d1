/** States that can be gone back to; a new one after going back forgets those ahead. */
const MOST = 100;

export class History {
  #states = [];
  #at = -1;

  get canUndo() {
    return this.#at > 0;
  }

  get canRedo() {
    return this.#at < this.#states.length - 1;
  }

  add(state) {
    const text = JSON.stringify(state);
    if (text === this.#states[this.#at]) return;
    this.#states = [...this.#states.slice(0, this.#at + 1), text].slice(-MOST);
    this.#at = this.#states.length - 1;
  }

  undo() {
    this.#at = Math.max(0, this.#at - 1);
    return JSON.parse(this.#states[this.#at]);
  }

  redo() {
    this.#at = Math.min(this.#states.length - 1, this.#at + 1);
    return JSON.parse(this.#states[this.#at]);
  }
}
