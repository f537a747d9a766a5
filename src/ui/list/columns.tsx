import type { ReactNode } from 'react';
import { Link } from 'react-router';
import {
  dayWords,
  minuteWords,
  serialNumberWords,
  statusWords,
  subjectNameWords,
  validUntilWords,
  type ColumnWords,
  type Ending,
  type Numbered,
  type Subject,
} from '../../domain/columns.ts';
import type { Column } from './table.tsx';
import { dayText, minuteText } from '../page/dates.ts';
import { StatusChip, type Tone } from '../page/status-chip.tsx';

/**
 * Columns that several lists have, each defined once. A list takes them and overrides what differs: `{
 * ...serialNumberColumn(), width: 200 }`.
 */

/** A time in ISO 8601, shown as a day. The search ignores it. */
export const dayColumn = <Row,>(
  id: string,
  header: string,
  moment: (row: Row) => string | undefined,
): Column<Row> => momentColumn(dayWords(id, header, moment), moment, dayText);

/** A time in ISO 8601, shown with hours and minutes. */
export const minuteColumn = <Row,>(
  id: string,
  header: string,
  moment: (row: Row) => string | undefined,
): Column<Row> => momentColumn(minuteWords(id, header, moment), moment, minuteText);

const momentColumn = <Row,>(
  words: ColumnWords<Row>,
  moment: (row: Row) => string | undefined,
  shown: (iso: string) => string,
): Column<Row> => ({
  ...words,
  cell: (row) => {
    const iso = moment(row);
    return iso === undefined ? '–' : shown(iso);
  },
});

interface NameOptions<Row> {
  /** The address of the page about the row; undefined where it has none. */
  to?: (row: Row) => string | undefined;
  /** How the name is shown, if not as its plain text. */
  shown?: (row: Row) => ReactNode;
  /** The tooltip. */
  title?: (row: Row) => string;
  /** Shown below the name where there is no room for the other columns. */
  under?: ((row: Row) => ReactNode) | false;
}

/** The name of the item in the row. It takes the remaining width; a long name takes two lines. */
export const nameColumn = <Row,>(
  id: string,
  header: string,
  name: (row: Row) => string,
  options: NameOptions<Row> = {},
): Column<Row> => ({ id, header, sortBy: name, text: name, ...nameCell(name, options) });

function nameCell<Row>(
  name: (row: Row) => string,
  { to, shown = name, title, under }: NameOptions<Row>,
): Pick<Column<Row>, 'cell' | 'twoLines'> {
  const said = (row: Row) => {
    const page = to?.(row);
    return page === undefined ? (
      <span title={title?.(row)}>
        <bdi>{shown(row)}</bdi>
      </span>
    ) : (
      <Link to={page} title={title?.(row)}>
        <bdi>{shown(row)}</bdi>
      </Link>
    );
  };
  if (!under) return { twoLines: true, cell: said };
  return {
    cell: (row) => (
      <>
        <div className="two-lines">{said(row)}</div>
        {under(row)}
      </>
    ),
  };
}

export const subjectNameColumn = <Row extends Subject>(
  options: Pick<NameOptions<Row>, 'to' | 'under'> = {},
): Column<Row> => ({
  ...subjectNameWords<Row>(),
  ...nameCell<Row>((row) => row.subjectName, {
    ...options,
    title: (row) => row.subjectDn ?? row.subjectName,
  }),
});

export const serialNumberColumn = <Row extends Numbered>(): Column<Row> => ({
  ...serialNumberWords<Row>(),
  cell: ({ serialNumber: { hex } }) => <SerialNumber hex={hex} />,
});

/** Where there is no room for all of it, its last digits are shown: those confirm a deletion. */
export const SerialNumber = ({ hex }: { hex: string }) => (
  <code className="ends" title={hex}>
    <span>{hex.slice(0, -8)}</span>
    {hex.slice(-8)}
  </code>
);

/** Sorted by expiry. `looks` answers undefined where the status is not known. */
export const statusColumn = <Row extends Ending>(
  looks: (row: Row) => { tone: Tone; text: string } | undefined,
): Column<Row> => ({
  ...statusWords(looks),
  cell: (row) => {
    const status = looks(row);
    return status && <StatusChip {...status} />;
  },
});

export const validUntilColumn = <Row extends Ending>(): Column<Row> =>
  momentColumn(validUntilWords<Row>(), (row) => row.notAfter, dayText);
