/** `index.csv`: it has its final name when the run is over. Until then, and after a kill, its name ends in ".part". */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { BYTE_ORDER_MARK } from '../domain/csv.ts';
import { INDEX_HEADER, type Hashes } from '../archive/save.ts';

/** So many characters of lines are written at once. */
const WRITTEN_AT_ONCE = 64 * 1024;

export class IndexFile {
  readonly #path: string;
  #lines = '';

  constructor(path: string, header: string) {
    this.#path = path;
    writeFileSync(`${path}.part`, BYTE_ORDER_MARK + header);
  }

  add(line: string): void {
    this.#lines += line;
    if (this.#lines.length >= WRITTEN_AT_ONCE) this.flush();
  }

  flush(): void {
    appendFileSync(`${this.#path}.part`, this.#lines);
    this.#lines = '';
  }

  finish(): void {
    this.flush();
    renameSync(`${this.#path}.part`, this.#path);
  }
}

/** The hashes that an index of an earlier run says, by the name of the file. */
export function knownHashes(path: string): Map<string, Hashes> {
  const known = new Map<string, Hashes>();
  for (const file of [path, `${path}.part`]) {
    if (!existsSync(file)) continue;
    for (const cells of csvRows(readFileSync(file, 'utf8'))) {
      const cell = (header: string): string => (cells[INDEX_HEADER.indexOf(header)] ?? '').replace(/^'/, '');
      const [ciphertext, media] = [cell('SHA-256 of the ciphertext'), cell('SHA-256 of the media')];
      if (/^[\da-f]{64}$/.test(media)) known.set(cell('File'), { ciphertext, media });
    }
  }
  return known;
}

/** The rows of a CSV that we wrote (RFC 4180). A last line that was cut off is none. */
function* csvRows(text: string): Generator<string[]> {
  let cells: string[] = [];
  for (let at = 0; at < text.length;) {
    let cell = '';
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      // Two quotation marks are one that belongs to the cell.
      while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end === -1) return;
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const start = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') at++;
      cell = text.slice(start, at);
    }
    cells.push(cell);
    if (text[at] === ',') at++;
    else if (text.startsWith('\r\n', at)) {
      yield cells;
      cells = [];
      at += 2;
    } else return;
  }
}
