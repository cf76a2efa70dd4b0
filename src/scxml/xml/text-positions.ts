/** Lines and columns, from 1, of the characters of a text. */
export class TextPositions {
  readonly text: string;
  readonly #lineStarts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) this.#lineStarts.push(index + end.length);
  }

  at(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: Math.max(0, offset - (this.#lineStarts[low] ?? 0)) + 1 };
  }

  /**
   * Where the character `inner` of a piece of XML text stands that begins at `offset`: references such as `&lt;` are
   * one character there, and the brackets of CDATA none.
   */
  within(offset: number, inner: number): { line: number; column: number } {
    const markup = /<!\[CDATA\[|\]\]>|&[^;\s]+;|\r\n|[^]/y;
    markup.lastIndex = offset;
    for (let seen = 0; seen <= inner;) {
      const found = markup.exec(this.text);
      if (!found) break;
      if (found[0] === '<![CDATA[' || found[0] === ']]>') continue;
      if (seen === inner) return this.at(found.index);
      seen++;
    }
    return this.at(offset);
  }
}
