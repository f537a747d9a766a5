import type { Cell } from './csv.ts';
import { searchable } from './search.ts';

/** Texts are sorted as people read them, numbers in them by value. */
export type SortValue = string | number | bigint;

/** RFC 5280, 4.1.2.5: the date "99991231235959Z" means no expiry. */
export const isForever = (iso: string): boolean => iso.startsWith('9999-12-31T23:59:59');

/** With seconds, in UTC, in the form that programs and spreadsheets read (ISO 8601): "2036-11-21T09:30:00Z". */
export const exactText = (iso: string): string =>
  dateText(iso, (date) => date.toISOString().replace('.000Z', 'Z'));

/** The day in UTC, for files and for what the tenant says: "2036-11-21". */
export const isoDay = (iso: string): string => iso.slice(0, 10);

/** What is no date is shown as it is: an entry of the audit log that somebody changed is still to be read. */
export function dateText(iso: string, format: (date: Date) => string): string {
  if (isForever(iso)) return 'No expiry';
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : format(date);
}

/** What a column says, without how a cell looks: the tenant writes the exported file of a list with the same words. */
export interface ColumnWords<Row> {
  id: string;
  header: string;
  /** In a file, where it is not the same: no reader's zone is known there. */
  headerInFile?: string;
  /** In pixels; a column without a width takes the remaining room. */
  width?: number;
  /** The content of the cell as plain text, for the search and the exported file. Columns of buttons have none. */
  text?: (row: Row) => string;
  /** The value to sort by; a column without it cannot be sorted. */
  sortBy?: (row: Row) => SortValue;
  /** The text that the search looks at, if it is not the plain text. */
  search?: (row: Row) => string;
  /** Takes the column out of the search. */
  isSearched?: false;
}

/** The text of a row that the search looks at, as `searchable`. */
export function searchedText<Row>(columns: readonly ColumnWords<Row>[]): (row: Row) => string {
  const searched = columns.flatMap(({ text, search = text, isSearched }) =>
    search && isSearched !== false ? search : [],
  );
  return (row) => searchable(searched.map((each) => each(row)).join('\n'));
}

/** The cell of a file: a number where the column shows nothing but the number that it is sorted by. */
export function cellOf<Row>(
  { text, sortBy }: { text: (row: Row) => string; sortBy: ((row: Row) => SortValue) | undefined },
  row: Row,
): Cell {
  const words = text(row);
  const value = sortBy?.(row);
  return typeof value === 'number' && String(value) === words ? value : words;
}

/** What a file has of columns: the headers of those that have a text, and their cells of a row. */
export function inFile<Row>(columns: readonly ColumnWords<Row>[]): {
  headers: string[];
  cellsOf: (row: Row) => Cell[];
} {
  const written = columns.flatMap(({ header, headerInFile = header, text, sortBy }) =>
    text ? { header: headerInFile, text, sortBy } : [],
  );
  return {
    headers: written.map(({ header }) => header),
    cellsOf: (row) => written.map((column) => cellOf(column, row)),
  };
}

/** A column of plain text, such as a user name. */
export const wordsColumn = <Row>(
  id: string,
  header: string,
  width: number,
  words: (row: Row) => string,
): ColumnWords<Row> => ({ id, header, width, sortBy: words, text: words });

/** Beside what exports a file. On the screen the reader chooses the zone. */
export const FILE_TIMES = 'Times in the file are in UTC.';

/** The header of times in a file. */
export const inUtc = (header: string): string => `${header} (UTC)`;

type Moment<Row> = (row: Row) => string | undefined;

/** A column of times in ISO 8601, wide enough for hours and minutes. The search ignores it. */
export const minuteWords = <Row>(id: string, header: string, moment: Moment<Row>): ColumnWords<Row> => ({
  id,
  header,
  headerInFile: inUtc(header),
  width: 240,
  sortBy: (row) => Date.parse(moment(row) ?? '1970-01-01'),
  // A spreadsheet can sort the exact time; people read a short one.
  text: (row) => {
    const iso = moment(row);
    return iso === undefined ? '' : exactText(iso);
  },
  isSearched: false,
});

/** The same, wide enough for a day. */
export const dayWords = <Row>(...column: Parameters<typeof minuteWords<Row>>): ColumnWords<Row> => ({
  ...minuteWords(...column),
  width: 130,
});

export interface Subject {
  subjectName: string;
  /** Distinguished names in readable form (RFC 4514). */
  subjectDn?: string;
  issuerDn?: string;
  /** SHA-256 fingerprint, in hexadecimal. */
  sha256?: string;
}

export const subjectNameWords = <Row extends Subject>(): ColumnWords<Row> => ({
  id: 'subjectName',
  header: 'Subject Name',
  sortBy: (row) => row.subjectName,
  text: (row) => row.subjectName,
  search: (row) => [row.subjectName, row.subjectDn, row.issuerDn, row.sha256].join('\n'),
});

export interface Numbered {
  serialNumber: { hex: string; decimal?: string };
}

export const serialNumberWords = <Row extends Numbered>(): ColumnWords<Row> => ({
  id: 'serialNumber',
  header: 'Serial Number',
  width: 150,
  sortBy: ({ serialNumber: { hex } }) => {
    const value = BigInt(`0x${hex.replace('-', '')}`);
    return hex.startsWith('-') ? -value : value;
  },
  text: ({ serialNumber }) => serialNumber.hex,
  search: ({ serialNumber: { hex, decimal = '' } }) => `${hex}\n${decimal}`,
});

export interface Ending {
  notAfter?: string | undefined;
}

/** Sorted by expiry. `looks` answers undefined where the status is not known. */
export const statusWords = <Row extends Ending>(
  looks: (row: Row) => { text: string } | undefined,
): ColumnWords<Row> => ({
  id: 'status',
  header: 'Status',
  width: 190,
  sortBy: (row) => Date.parse(row.notAfter ?? '1970-01-01'),
  text: (row) => looks(row)?.text ?? '',
});

export const validUntilWords = <Row extends Ending>(): ColumnWords<Row> =>
  dayWords('notAfter', 'Valid until', (row) => row.notAfter);

export const keySizeColumn = <Row extends { keyBits: number }>(): ColumnWords<Row> => ({
  ...wordsColumn<Row>('keyBits', 'Key size', 115, (row) => `${row.keyBits} bits`),
  sortBy: (row) => row.keyBits,
});
