import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Column } from './data-table.tsx';
import { dayText, exactText, minuteText } from './dates.ts';
import { StatusChip, type Tone } from './status-chip.tsx';

/**
 * Columns that several lists have, each defined once. A list takes them and overrides what differs: `{
 * ...serialNumberColumn(), width: 200 }`.
 */

/** A column of plain text, such as a user name. */
export const wordsColumn = <Row,>(
  id: string,
  header: string,
  width: number,
  words: (row: Row) => string,
): Column<Row> => ({ id, header, width, sortBy: words, text: words });

/** A time in ISO 8601, shown as a day. The search ignores it. */
export const dayColumn = <Row,>(
  id: string,
  header: string,
  moment: (row: Row) => string | undefined,
): Column<Row> => momentColumn(id, header, 130, moment, dayText);

/** A time in ISO 8601, shown with hours and minutes. */
export const minuteColumn = <Row,>(
  id: string,
  header: string,
  moment: (row: Row) => string | undefined,
): Column<Row> => momentColumn(id, header, 240, moment, minuteText);

function momentColumn<Row>(
  id: string,
  header: string,
  width: number,
  moment: (row: Row) => string | undefined,
  shown: (iso: string) => string,
): Column<Row> {
  return {
    id,
    header,
    width,
    sortBy: (row) => Date.parse(moment(row) ?? '1970-01-01'),
    // A spreadsheet can sort the exact time; people read the short one.
    text: (row) => saidBy(exactText, moment(row)) ?? '',
    isSearched: false,
    cell: (row) => saidBy(shown, moment(row)) ?? '–',
  };
}

const saidBy = (form: (iso: string) => string, iso: string | undefined) =>
  iso === undefined ? undefined : form(iso);

interface NameOptions<Row> {
  /** The address of the page about the row; undefined where it has none. */
  to?: (row: Row) => string | undefined;
  /** The tooltip. */
  title?: (row: Row) => string;
  /** Shown below the name where there is no room for the other columns. */
  under?: ((row: Row) => ReactNode) | false;
}

/** The name of the item in the row. It takes the remaining width; a long name takes two lines. */
export function nameColumn<Row>(
  id: string,
  header: string,
  name: (row: Row) => string,
  { to, title, under }: NameOptions<Row> = {},
): Column<Row> {
  const said = (row: Row) => {
    const page = to?.(row);
    return page === undefined ? (
      <span title={title?.(row)}>{name(row)}</span>
    ) : (
      <Link to={page} title={title?.(row)}>
        {name(row)}
      </Link>
    );
  };
  return {
    id,
    header,
    sortBy: name,
    text: name,
    ...(under
      ? {
          cell: (row) => (
            <>
              <div className="two-lines">{said(row)}</div>
              {under(row)}
            </>
          ),
        }
      : { twoLines: true, cell: said }),
  };
}

interface Subject {
  subjectName: string;
  /** Distinguished names in readable form (RFC 4514). */
  subjectDn?: string;
  issuerDn?: string;
  /** SHA-256 fingerprint, in hexadecimal. */
  sha256?: string;
}

export const subjectNameColumn = <Row extends Subject>(
  options: Pick<NameOptions<Row>, 'to' | 'under'> = {},
): Column<Row> => ({
  ...nameColumn<Row>('subjectName', 'Subject Name', (row) => row.subjectName, {
    ...options,
    title: (row) => row.subjectDn ?? row.subjectName,
  }),
  search: (row) => `${row.subjectName} ${row.subjectDn ?? ''} ${row.issuerDn ?? ''} ${row.sha256 ?? ''}`,
});

export const serialNumberColumn = <
  Row extends { serialNumber: { hex: string; decimal?: string } },
>(): Column<Row> => ({
  id: 'serialNumber',
  header: 'Serial Number',
  width: 150,
  sortBy: ({ serialNumber: { hex } }) => {
    const value = BigInt(`0x${hex.replace('-', '')}`);
    return hex.startsWith('-') ? -value : value;
  },
  text: ({ serialNumber }) => serialNumber.hex,
  search: ({ serialNumber: { hex, decimal = '' } }) => `${hex} ${decimal}`,
  // Where there is no room for all of it, its last digits are shown: those confirm a deletion.
  cell: ({ serialNumber: { hex } }) => (
    <code className="ends" title={hex}>
      <span>{hex.slice(0, -8)}</span>
      {hex.slice(-8)}
    </code>
  ),
});

/** Sorted by expiry. `looks` answers undefined where the status is not known. */
export const statusColumn = <Row extends { notAfter?: string | undefined }>(
  looks: (row: Row) => { tone: Tone; text: string } | undefined,
): Column<Row> => ({
  id: 'status',
  header: 'Status',
  width: 190,
  sortBy: (row) => Date.parse(row.notAfter ?? '1970-01-01'),
  text: (row) => looks(row)?.text ?? '',
  cell: (row) => {
    const status = looks(row);
    return status && <StatusChip {...status} />;
  },
});

export const validUntilColumn = <Row extends { notAfter?: string | undefined }>(): Column<Row> =>
  dayColumn('notAfter', 'Valid until', (row) => row.notAfter);

export const keySizeColumn = <Row extends { keyBits: number }>(): Column<Row> => ({
  ...wordsColumn<Row>('keyBits', 'Key size', 115, (row) => `${row.keyBits} bits`),
  sortBy: (row) => row.keyBits,
});
