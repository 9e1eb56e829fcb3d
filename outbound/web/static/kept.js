// Answers that could not be sent yet, kept on this computer until they are: in order, one per question.

export class Kept {
  constructor(agent) {
    this.key = `outbound-kept-${agent}`;
  }

  /** All kept answers, oldest first. */
  all() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "[]");
    } catch {
      return [];
    }
  }

  /** The kept answers of one attempt, by question. */
  of(attempt) {
    const own = this.all().filter((answer) => answer.attempt === attempt);
    return new Map(own.map((answer) => [answer.question, answer]));
  }

  /** Keeps one answer; a newer one to the same question takes its place. */
  put(answer) {
    this.#write([...this.#without(answer), answer]);
  }

  /** Forgets one answer: it is saved, or can never be. */
  drop(answer) {
    this.#write(this.#without(answer));
  }

  #without({ attempt, question }) {
    return this.all().filter((a) => a.attempt !== attempt || a.question !== question);
  }

  #write(answers) {
    if (answers.length) localStorage.setItem(this.key, JSON.stringify(answers));
    else localStorage.removeItem(this.key);
  }
}
