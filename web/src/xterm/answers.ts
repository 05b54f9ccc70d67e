/**
 * What a terminal says without being typed at: reports of focus, cursor, status, attributes, modes, size and colours
 * (xterm, ctlseqs). Keys never send these, but for a modified F3, which looks like a report of the cursor.
 */
const ANSWER = /^\x1b(?:\[[IO]|\[[?>=]?[\d;]*[cnRt]|\[\??[\d;]+\$y|[P\]][^\x07\x1b]*(?:\x07|\x1b\\))$/;

/** Whether `data` is an answer of the terminal to the program, and not something that the user did. */
export function isAnswer(data: string): boolean {
  return ANSWER.test(data);
}
